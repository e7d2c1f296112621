"""A long message from a handset, cut into parts as a message centre delivers them."""

from pdu import DeliverSm, EsmClass
from pdu.text.segmentation import Carriage, segments

LONG = "All the world's a stage, and all the men and women merely players; " * 6


def cut(text: str, carriage: Carriage = Carriage.UDH_8, reference: int = 0x2A) -> list[DeliverSm]:
    """Make the parts of a long text from a handset, as the message centre delivers them."""
    return [
        DeliverSm(
            source_addr_ton=1,
            source_addr="447700900123",
            destination_addr="60300",
            esm_class=EsmClass.UDHI if part.elements else EsmClass.DEFAULT,
            data_coding=part.encoding.data_coding,
            short_message=b"" if carriage is Carriage.MESSAGE_PAYLOAD else part.short_message(),
            message_payload=part.short_message() if carriage is Carriage.MESSAGE_PAYLOAD else None,
            sar_msg_ref_num=part.sar.sar_msg_ref_num if part.sar else None,
            sar_total_segments=part.sar.sar_total_segments if part.sar else None,
            sar_segment_seqnum=part.sar.sar_segment_seqnum if part.sar else None,
        )
        for part in segments(text, reference=reference, carriage=carriage).parts
    ]
