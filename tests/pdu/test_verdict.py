"""A report of what an implementation does: its findings, for people and for programs."""

import json

from pdu.operations.enquire_link import EnquireLink
from pdu.verdict import Departs, Finding, NotJudged, Report, Said, Verdict


def finding(verdict: Verdict = Verdict.HOLDS, *said: Said) -> Finding:
    return Finding(family="link", name="unbind", rule="unbind is answered", clause="", verdict=verdict, said=said)


def test_a_report_counts_its_findings_and_ends_with_1_for_departures_and_with_3_if_most_could_not_be_judged() -> None:
    report = Report("sc", [finding(), finding(Verdict.NOT_SUPPORTED), finding(Verdict.NOT_JUDGED), finding()])
    assert list(report.counts.items()) == [
        (Verdict.HOLDS, 2),
        (Verdict.DEPARTS, 0),
        (Verdict.NOT_SUPPORTED, 1),
        (Verdict.NOT_JUDGED, 1),
    ]
    assert report.exit_status == 0
    report.findings += 3 * [finding(Verdict.NOT_JUDGED)]
    assert report.exit_status == 3
    report.findings.append(finding(Verdict.DEPARTS))
    assert report.exit_status == 1


def test_a_judgement_knows_its_verdict() -> None:
    assert (Departs("why").verdict, str(NotJudged("why"))) == (Verdict.DEPARTS, "why")


def test_what_was_said_is_told_pdu_by_pdu() -> None:
    one = EnquireLink(sequence_number=7).encode()
    unreadable = b"\0\0\0\x12" + one[4:] + b"\2\4"  # half the header of a TLV
    rest = one[:10]
    assert list(Said("esme", one + unreadable + rest).lines()) == [
        (one, "enquire_link sequence_number=7"),
        (unreadable, "(TLV at octet 16: expected a tag and a length (4 octets) or the end, found 2 octets)"),
        (rest, "(the beginning of a PDU)"),
    ]


def test_what_is_no_smpp_is_told_as_such() -> None:
    [(octets, line)] = Said("smsc", b"\0\0\0\1 garbage").lines()
    assert octets == b"\0\0\0\1 garbage"
    assert line.startswith("(command_length at octet 0: expected from 16 to ")


def test_a_report_is_json() -> None:
    one = EnquireLink(sequence_number=7).encode()
    report = Report("sc", [finding(Verdict.DEPARTS, Said("esme", one, "octet by octet"))])
    told = json.loads(json.dumps(report.as_json()))
    assert told["counts"] == {"holds": 0, "departs": 1, "not supported": 0, "could not be judged": 0}
    assert told["checks"] == [
        {
            "family": "link",
            "check": "unbind",
            "rule": "unbind is answered",
            "clause": None,
            "verdict": "departs",
            "told": "",
            "said": [
                {
                    "from": "esme",
                    "how": "octet by octet",
                    "pdus": [{"octets": one.hex(), "line": "enquire_link sequence_number=7"}],
                }
            ],
        }
    ]
