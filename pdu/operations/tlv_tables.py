"""SMPP v5.0 sections 4.2 to 4.6: the tables of TLVs that several PDUs share."""

from typing import Annotated

from pdu import optional_parameters as o
from pdu.expand import tlvs
from pdu.header import Pdu, Response
from pdu.table import REQUIRED


@tlvs
class MessageSubmissionRequestTlvs(Pdu):
    """What submit_sm, submit_multi and data_sm may carry."""

    alert_on_message_delivery: o.AlertOnMessageDelivery = None
    billing_identification: o.BillingIdentification = None
    callback_num: o.CallbackNum = None
    callback_num_atag: o.CallbackNumAtag = None
    callback_num_pres_ind: o.CallbackNumPresInd = None
    dest_addr_np_country: o.DestAddrNpCountry = None
    dest_addr_np_information: o.DestAddrNpInformation = None
    dest_addr_np_resolution: o.DestAddrNpResolution = None
    dest_addr_subunit: o.DestAddrSubunit = None
    dest_bearer_type: o.DestBearerType = None
    dest_network_id: o.DestNetworkId = None
    dest_network_type: o.DestNetworkType = None
    dest_node_id: o.DestNodeId = None
    dest_subaddress: o.DestSubaddress = None
    dest_telematics_id: o.DestTelematicsId = None
    dest_port: o.DestPort = None
    display_time: o.DisplayTime = None
    its_reply_type: o.ItsReplyType = None
    its_session_info: o.ItsSessionInfo = None
    language_indicator: o.LanguageIndicator = None
    message_payload: o.MessagePayload = None
    more_messages_to_send: o.MoreMessagesToSend = None
    ms_msg_wait_facilities: o.MsMsgWaitFacilities = None
    ms_validity: o.MsValidity = None
    number_of_messages: o.NumberOfMessages = None
    payload_type: o.PayloadType = None
    privacy_indicator: o.PrivacyIndicator = None
    qos_time_to_live: o.QosTimeToLive = None
    sar_msg_ref_num: o.SarMsgRefNum = None
    sar_segment_seqnum: o.SarSegmentSeqnum = None
    sar_total_segments: o.SarTotalSegments = None
    set_dpf: o.SetDpf = None
    sms_signal: o.SmsSignal = None
    source_addr_subunit: o.SourceAddrSubunit = None
    source_bearer_type: o.SourceBearerType = None
    source_network_id: o.SourceNetworkId = None
    source_network_type: o.SourceNetworkType = None
    source_node_id: o.SourceNodeId = None
    source_port: o.SourcePort = None
    source_subaddress: o.SourceSubaddress = None
    source_telematics_id: o.SourceTelematicsId = None
    user_message_reference: o.UserMessageReference = None
    user_response_code: o.UserResponseCode = None
    ussd_service_op: o.UssdServiceOp = None


@tlvs
class MessageSubmissionResponseTlvs(Response):
    """What the responses to a submission may carry."""

    additional_status_info_text: o.AdditionalStatusInfoText = None
    congestion_state: o.CongestionState = None
    delivery_failure_reason: o.DeliveryFailureReason = None
    dpf_result: o.DpfResult = None
    network_error_code: o.NetworkErrorCode = None


@tlvs
class MessageDeliveryRequestTlvs(Pdu):
    """What deliver_sm and data_sm may carry towards an ESME."""

    callback_num: o.CallbackNum = None
    callback_num_atag: o.CallbackNumAtag = None
    callback_num_pres_ind: o.CallbackNumPresInd = None
    dest_addr_np_country: o.DestAddrNpCountry = None
    dest_addr_np_information: o.DestAddrNpInformation = None
    dest_addr_np_resolution: o.DestAddrNpResolution = None
    dest_addr_subunit: o.DestAddrSubunit = None
    dest_network_id: o.DestNetworkId = None
    dest_node_id: o.DestNodeId = None
    dest_subaddress: o.DestSubaddress = None
    dest_port: o.DestPort = None
    dpf_result: o.DpfResult = None
    its_reply_type: o.ItsReplyType = None
    its_session_info: o.ItsSessionInfo = None
    language_indicator: o.LanguageIndicator = None
    message_payload: o.MessagePayload = None
    message_state: o.MessageState = None
    network_error_code: o.NetworkErrorCode = None
    payload_type: o.PayloadType = None
    privacy_indicator: o.PrivacyIndicator = None
    receipted_message_id: o.ReceiptedMessageId = None
    sar_msg_ref_num: o.SarMsgRefNum = None
    sar_segment_seqnum: o.SarSegmentSeqnum = None
    sar_total_segments: o.SarTotalSegments = None
    source_addr_subunit: o.SourceAddrSubunit = None
    source_network_id: o.SourceNetworkId = None
    source_node_id: o.SourceNodeId = None
    source_port: o.SourcePort = None
    source_subaddress: o.SourceSubaddress = None
    user_message_reference: o.UserMessageReference = None
    user_response_code: o.UserResponseCode = None
    ussd_service_op: o.UssdServiceOp = None


@tlvs
class MessageDeliveryResponseTlvs(Response):
    """What the responses to a delivery may carry."""

    additional_status_info_text: o.AdditionalStatusInfoText = None
    congestion_state: o.CongestionState = None
    delivery_failure_reason: o.DeliveryFailureReason = None
    network_error_code: o.NetworkErrorCode = None


@tlvs
class CongestionTlv(Response):
    """What any response of v5.0 may carry."""

    congestion_state: o.CongestionState = None


@tlvs
class BroadcastRequestTlvs(Pdu):
    """What broadcast_sm must and may carry."""

    broadcast_area_identifier: Annotated[o.BroadcastAreaIdentifier, REQUIRED] = None
    broadcast_content_type: Annotated[o.BroadcastContentType, REQUIRED] = None
    broadcast_rep_num: o.BroadcastRepNum = None  # needed unless priority_flag is 1 (4.8.4.13)
    broadcast_frequency_interval: Annotated[o.BroadcastFrequencyInterval, REQUIRED] = None
    broadcast_channel_indicator: o.BroadcastChannelIndicator = None
    broadcast_content_type_info: o.BroadcastContentTypeInfo = None
    broadcast_message_class: o.BroadcastMessageClass = None
    broadcast_service_group: o.BroadcastServiceGroup = None
    alert_on_message_delivery: o.AlertOnMessageDelivery = None
    callback_num: o.CallbackNum = None
    callback_num_atag: o.CallbackNumAtag = None
    callback_num_pres_ind: o.CallbackNumPresInd = None
    dest_addr_subunit: o.DestAddrSubunit = None
    dest_port: o.DestPort = None
    dest_subaddress: o.DestSubaddress = None
    display_time: o.DisplayTime = None
    language_indicator: o.LanguageIndicator = None
    message_payload: o.MessagePayload = None
    ms_validity: o.MsValidity = None
    payload_type: o.PayloadType = None
    privacy_indicator: o.PrivacyIndicator = None
    sms_signal: o.SmsSignal = None
    source_addr_subunit: o.SourceAddrSubunit = None
    source_port: o.SourcePort = None
    source_subaddress: o.SourceSubaddress = None
    user_message_reference: o.UserMessageReference = None
