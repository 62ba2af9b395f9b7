"""Traces by OpenTelemetry: what a request and a job spent their time on, sent to a collector where one is set.

Without `FITTINGROOM_OTLP_ENDPOINT` nothing of OpenTelemetry is imported, and every function here does next to nothing.
Attributes are ids, names, statuses and counts: never text of a request, an address, a picture or a credential, and of
errors the name alone.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fittingroom import __version__
from fittingroom.errors import FittingroomError
from fittingroom.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
    from opentelemetry.trace import Span, Tracer

Attribute = str | int | float | bool

#: Seconds that the collector may take; longer than that, and a process that stops would wait for one that is gone.
_PATIENCE = 3
_tracer: "Tracer | None" = None


class TracingMissing(FittingroomError):
    """Traces are asked for, and what sends them isn't installed."""


def configure_tracing(settings: Settings) -> "TracerProvider | None":
    """Send traces from now on, if the settings say where to. Raises TracingMissing.

    What is given back sends the rest when it is shut down, which the end of the process does by itself.
    """
    if settings.otlp_endpoint is None:
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError:
        raise TracingMissing("FITTINGROOM_OTLP_ENDPOINT needs: pip install 'fittingroom[tracing]'") from None
    address = settings.otlp_endpoint.rstrip("/") + "/v1/traces"
    return trace_to(BatchSpanProcessor(OTLPSpanExporter(address, timeout=_PATIENCE)))


def trace_to(processor: "SpanProcessor") -> "TracerProvider":
    """Hand spans to `processor` from now on."""
    global _tracer
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider

    resource = Resource.create({"service.name": "fittingroom", "service.version": __version__})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(processor)
    _tracer = provider.get_tracer("fittingroom", __version__)
    return provider


def stop_tracing() -> None:
    """Begin no more spans."""
    global _tracer
    _tracer = None


def traceparent() -> str | None:
    """The span that is open, as W3C's Trace Context writes it, for work that goes on in another process."""
    if _tracer is None:
        return None
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    written: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(written)
    return written.get("traceparent")


@contextmanager
def span(name: str, within: str | None = None, **attributes: Attribute) -> Iterator[None]:
    """What is done inside, within whatever span is open around it, or the one that `within` writes (`traceparent`)."""
    if _tracer is None:
        yield
        return
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    around = TraceContextTextMapPropagator().extract({"traceparent": within}) if within else None
    # Not with its own recording of exceptions: their messages may say what nobody else is to know.
    with _tracer.start_as_current_span(
        name, around, attributes=attributes, record_exception=False, set_status_on_exception=False
    ) as opened:
        try:
            yield
        except BaseException as error:
            _mark(opened, type(error).__name__)
            raise


def note(**attributes: Attribute) -> None:
    """Say more of the span that is open."""
    if _tracer is not None:
        from opentelemetry import trace

        trace.get_current_span().set_attributes(attributes)


def note_error(name: str) -> None:
    """Say of the span that is open that it failed, and by which error."""
    if _tracer is not None:
        from opentelemetry import trace

        _mark(trace.get_current_span(), name)


def passed(name: str, seconds: float, **attributes: Attribute) -> None:
    """A span that is over now and took so long, within the one that is open."""
    if _tracer is not None:
        end = time.time_ns()
        begun = end - int(seconds * 1e9)
        _tracer.start_span(name, start_time=begun, attributes=attributes).end(end)


def _mark(opened: "Span", name: str) -> None:
    from opentelemetry.trace import StatusCode

    opened.set_attribute("error.type", name)
    opened.set_status(StatusCode.ERROR)
