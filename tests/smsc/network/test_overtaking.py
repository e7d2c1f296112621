"""What one element says of a handset can be overtaken by what another says: that costs time, but no message."""

from pdu.operations.deliver_sm import DeliverSm
from pdu.values import MessageState
from tests.smsc.network.country import Country

MINUTE = 60


def test_a_report_of_an_absence_behind_the_return_of_the_handset_loses_no_message() -> None:
    country = Country()
    country.does("ms1  loses power")
    country.submit("bank", "447700900123")
    country.run(7)  # the MSC is still paging
    country.does("sc-srf  takes seconds=5")
    country.run(2)  # nobody has answered, and the report is on its way
    country.does("ms1  switches on")
    country.run(9 * MINUTE)
    assert "alertServiceCentre" not in country.ladder("sc", "hlr")  # when the HLR heard of it, nobody was waiting
    country.run(2 * MINUTE)
    [receipt] = [told for told in country.lines["bank"].heard if isinstance(told, DeliverSm)]
    assert receipt.message_state == MessageState.DELIVERED
    country.run(1)
    [subscriber] = [one for one in country.world.hlr.subscribers.values() if one.msisdn.value == "447700900123"]
    assert (subscriber.mnrf, subscriber.mwd) == (False, ())
