"""When messages expire, for as long as they are on their way."""

from smsc.mqtt.ends import SLACK, Ends


def test_each_message_is_told_of_once_at_its_last_end() -> None:
    ends = Ends()
    ends.expect("1", 10.0)
    ends.expect("2", 20.0)
    ends.expect("1", 30.0)
    ends.expect("1", 30.0)
    assert list(ends.due(19.0)) == []
    assert list(ends.due(20.0)) == ["2"]
    assert list(ends.due(30.0)) == ["1"]
    assert list(ends.due(40.0)) == []


def test_what_is_over_is_not_told_of_and_takes_no_room_however_many_there_are() -> None:
    ends = Ends()
    ends.expect("waits", 10.0)
    for number in range(10 * SLACK):
        ends.expect(str(number), 20.0)
        ends.over(str(number))
    assert len(ends) <= SLACK + 2
    assert list(ends.due(30.0)) == ["waits"]
