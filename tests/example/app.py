"""A small web application that signs people in by a code in a text, sent by smpplib. It knows nothing of mini-smsc."""

import secrets
from collections.abc import Mapping

import smpplib.client  # type: ignore[import-untyped]
import smpplib.exceptions  # type: ignore[import-untyped]
import smpplib.gsm  # type: ignore[import-untyped]
from flask import Flask, request
from flask.typing import ResponseReturnValue

SENDER = "EXAMPLE"


def send(environment: Mapping[str, str], number: str, text: str) -> None:
    """Send a text, in as many parts as it needs; raises smpplib's errors."""
    host, port = environment["SMPP_HOST"], int(environment["SMPP_PORT"])
    with smpplib.client.Client(host, port, allow_unknown_opt_params=True) as client:
        client.connect()
        client.bind_transmitter(system_id=environment["SMPP_SYSTEM_ID"], password=environment["SMPP_PASSWORD"])
        parts, data_coding, esm_class = smpplib.gsm.make_parts(text)
        for part in parts:
            client.send_message(
                source_addr_ton=5,
                source_addr=SENDER,
                dest_addr_ton=1,
                dest_addr_npi=1,
                destination_addr=number.removeprefix("+"),
                data_coding=data_coding,
                esm_class=esm_class,
                short_message=part,
            )
            client.read_once()  # submit_sm_resp
        client.unbind()


def create_app(environment: Mapping[str, str]) -> Flask:
    """Make the application; ``environment`` says where the message centre is."""
    app = Flask(__name__)
    codes: dict[str, str] = {}

    @app.post("/sign-in")
    def sign_in() -> ResponseReturnValue:
        number = request.form["number"]
        codes[number] = f"{secrets.randbelow(10**6):06}"
        try:
            send(environment, number, f"{codes[number]} is your code for Example. Tell it to nobody.")
        except smpplib.exceptions.PDUError:
            return "The text could not be sent", 503
        return "", 204

    @app.post("/verify")
    def verify() -> ResponseReturnValue:
        right = secrets.compare_digest(codes.pop(request.form["number"], ""), request.form["code"])
        return ("Welcome", 200) if right else ("That is not the code", 403)

    return app
