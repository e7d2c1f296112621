"""``/metrics``, for Prometheus."""

from typing import Annotated

from fastapi import APIRouter, Header, Response

from smsc.api.reading import Route
from smsc.metrics.metrics import Metrics


def metrics(source: Metrics) -> APIRouter:
    """Make the endpoint."""
    api = APIRouter(tags=["health"], route_class=Route)
    content: dict[str, dict[str, str]] = {"text/plain": {}, "application/openmetrics-text": {}}

    @api.get("/metrics", response_class=Response, responses={200: {"content": content}})
    async def get_metrics(accept: Annotated[str, Header(max_length=1000)] = "") -> Response:
        """Get the simulator's metrics, as text for Prometheus, or as OpenMetrics if that is accepted."""
        page, content_type = await source.page(accept)
        return Response(page, headers={"Content-Type": content_type})

    return api
