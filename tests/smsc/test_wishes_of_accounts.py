"""What an account may wish for in the file of a world, and its distribution lists."""

import pytest

from pdu.dialects import DIALECTS
from pdu.text.data_coding import DefaultAlphabet
from smsc.centre.wishes import DeliverWith, LongMessages, PartReceipts, Receipts, Wishes
from smsc.config import ConfigError, WorldConfig, parse

WORLD = """
sc = {name = "sc", number = "447700900900"}
hlr = {name = "hlr", number = "447700900910"}
msc = [{name = "msc1", number = "447700900921", bss = "bss1"}]
cell = [{name = "cell1", bss = "bss1", cgi = "234-15-1-101"}]
"""


def world(account: str = "", rest: str = "") -> WorldConfig:
    return parse(f'{WORLD}\n{rest}\n[[account]]\nsystem_id = "bank"\npassword = "secret"\n{account}', "world.toml")


def test_who_wishes_nothing_is_served_as_everybody() -> None:
    assert world().account[0].wishes == Wishes()


def test_every_wish_is_understood() -> None:
    [bank] = world(
        """
        receipt_dialect = "hex-err"
        receipt_tlvs = ["tlv_0x1403=0x3434"]
        receipts = "round robin"
        part_receipts = "last"
        deliver_with = "data_sm"
        long_messages = "joined"
        default_alphabet = "latin-1"
        outbind = "[::1]:2776"
        outbind_password = "hello"
        """
    ).account
    assert bank.wishes == Wishes(
        receipt_dialect=DIALECTS["hex-err"],
        receipt_tlvs=((0x1403, b"44"),),
        receipts=Receipts.ROUND_ROBIN,
        part_receipts=PartReceipts.LAST,
        deliver_with=DeliverWith.DATA_SM,
        long_messages=LongMessages.JOINED,
        outbind=True,
        default_alphabet=DefaultAlphabet.LATIN_1,
    )
    assert bank.outbind == ("::1", 2776)
    assert "hello" not in repr(bank)


def test_sar_is_for_accounts_whose_versions_have_tlvs() -> None:
    with pytest.raises(ConfigError) as wrong:
        world('long_messages = "sar"')
    said = 'expected long_messages = "sar" with versions = ["3.4", "5.0"], as 3.3 has no TLVs'
    assert str(wrong.value) == f"world.toml: account[0]: {said}"
    [bank] = world('long_messages = "sar"\nversions = ["3.4", "5.0"]').account
    assert bank.wishes.long_messages is LongMessages.SAR


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ('receipt_dialect = "klingon"', "receipt_dialect: expected one of appendix-b, "),
        ('receipts = "all"', "receipts: "),
        ('part_receipts = "some"', "part_receipts: "),
        ('deliver_with = "submit_sm"', "deliver_with: "),
        ('long_messages = "cut"', "long_messages: "),
        ('receipt_tlvs = ["tlv_0x1403"]', "receipt_tlvs[0]: expected a TLV with its value, such as tlv_0x1403=0x34"),
        ('receipt_tlvs = ["colour=1"]', "receipt_tlvs[0]: expected a TLV"),
        ('default_alphabet = "utf-8"', "default_alphabet: "),
        ('outbind = "nowhere"', "outbind: expected host:port"),
    ],
)
def test_a_wish_that_can_not_be_is_told(wish: str, expected: str) -> None:
    with pytest.raises(ConfigError) as wrong:
        world(wish)
    assert f"world.toml: account[0].{expected}" in str(wrong.value)


def test_a_distribution_list_has_a_name_an_owner_and_members() -> None:
    row = 'distribution_list = [{name = "friends", account = "bank", members = ["447700900123", "447700900124"]}]'
    [one] = world(rest=row).distribution_list
    assert (one.name, one.account, one.members) == ("friends", "bank", ("447700900123", "447700900124"))


@pytest.mark.parametrize(
    "rows",
    [
        '{name = "friends", account = "nobody", members = ["447700900123"]}',
        '{name = "friends", account = "bank", members = []}',
        '{name = "my friends", account = "bank", members = ["447700900123"]}',
        '{name = "a", account = "bank", members = ["1"]}, {name = "a", account = "bank", members = ["2"]}',
    ],
)
def test_a_distribution_list_that_can_not_be_is_told(rows: str) -> None:
    with pytest.raises(ConfigError, match=r"world.toml: distribution_list\["):
        world(rest=f"distribution_list = [{rows}]")
