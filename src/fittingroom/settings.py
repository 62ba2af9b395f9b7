"""All settings, typed. Nothing else in the package reads the environment."""

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """Read from `FITTINGROOM_*` variables; every one has a default that works on a laptop."""

    model_config = SettingsConfigDict(env_prefix="FITTINGROOM_", extra="ignore", populate_by_name=True)

    data_dir: Path = Field(
        default=Path.home() / ".local" / "share" / "fittingroom",
        description="Database, models, outputs and the server's secret live here.",
    )
    database_url: str | None = Field(
        default=None,
        repr=False,
        description="PostgreSQL URL (postgresql://user:password@host/name). None: an embedded server under data_dir.",
    )
    storage_url: str | None = Field(
        default=None, description="Where outputs go: file:///path or s3://bucket/prefix. None: data_dir/outputs."
    )
    public_url: str | None = Field(
        default=None,
        description="How clients reach this server, for the output URLs. None: taken from each request.",
    )
    s3_endpoint: str | None = Field(
        default=None, validation_alias="AWS_ENDPOINT_URL", description="An S3 server other than Amazon's."
    )
    s3_region: str = Field(
        default="us-east-1",
        validation_alias=AliasChoices("AWS_REGION", "AWS_DEFAULT_REGION"),
        description="Its region.",
    )
    s3_access_key_id: str | None = Field(default=None, validation_alias="AWS_ACCESS_KEY_ID")
    s3_secret_access_key: SecretStr | None = Field(default=None, validation_alias="AWS_SECRET_ACCESS_KEY")
    s3_session_token: SecretStr | None = Field(default=None, validation_alias="AWS_SESSION_TOKEN")
    engine: str = Field(default="preview", description="Which engine makes the pictures: preview or fixture.")
    fetch_allow: Annotated[list[IPv4Network | IPv6Network], NoDecode] = Field(
        default_factory=list,
        description="Networks (CIDR, comma-separated) that fetches and webhooks may reach besides public addresses.",
    )
    models_mirror: str | None = Field(
        default=None, description="Folder or URL that holds model files by name, tried before their own source."
    )

    secret: str | None = Field(
        default=None,
        repr=False,
        description="Key for API key hashes and URL signatures. None: made once under data_dir.",
    )
    max_body_bytes: int = Field(default=32 * 2**20, ge=1024, description="Largest request body.")
    max_image_bytes: int = Field(default=32 * 2**20, ge=1024, description="Largest encoded image.")
    max_image_pixels: int = Field(default=40_000_000, ge=1, description="Largest image in pixels, before decoding.")
    min_image_side: int = Field(default=64, ge=1, description="Smallest side of an image, in pixels.")
    fetch_timeout_seconds: float = Field(default=20, gt=0)
    webhook_timeout_seconds: float = Field(default=10, gt=0, description="How long a webhook's receiver may take.")
    output_hours: float = Field(default=72, gt=0, description="How long outputs answer after completion.")

    worker_concurrency: int = Field(default=1, ge=1, description="Jobs, and so engine processes, at a time.")
    engine_timeout_seconds: float = Field(default=110, gt=0, description="A job whose engine takes longer has failed.")
    heartbeat_seconds: float = Field(default=5, gt=0)
    stale_seconds: float = Field(default=20, gt=0, description="A worker silent for so long is taken for dead.")
    max_attempts: int = Field(default=3, ge=1)
    fixture_seconds: float = Field(default=0.05, ge=0, description="How long the fixture engine sleeps.")

    log_format: Literal["text", "json"] = Field(default="text", description="Lines for people, or JSON for programs.")
    metrics_token: SecretStr | None = Field(
        default=None, description="Bearer token for GET /metrics. None: it answers this machine alone."
    )
    otlp_endpoint: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/]",
        description="Where traces go: an OpenTelemetry collector that takes OTLP over HTTP. None: nowhere.",
    )

    @field_validator("fetch_allow", mode="before")
    @classmethod
    def _split_networks(cls, value: object) -> object:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value
