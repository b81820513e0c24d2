"""Every setting of the server: one typed class, read once at start-up from `SERVANDA_*`."""

from __future__ import annotations

import ipaddress

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from adapters.outside import Network, networks
from adapters.pruning import KEEP_DAYS

DEFAULT_DATABASE = "sqlite:///servanda.db"


class Settings(BaseSettings):
    """What can be set. Options of the command line stand above the environment, which stands above these."""

    model_config = SettingsConfigDict(env_prefix="SERVANDA_", frozen=True, extra="ignore")

    database: str = Field(DEFAULT_DATABASE, description="SQLAlchemy URL of the one database.")
    host: str = Field("127.0.0.1", description="The address to listen on.")
    port: int = Field(8000, ge=0, le=65_535, description="The port to listen on; 0: any free one.")

    public_url: str = Field(
        "",
        pattern=r"^(https?://[^\s]+)?$",
        description="The address that readers of feeds reach this server at; default: the one that was asked.",
    )

    max_event_bytes: int = Field(256 * 1024, gt=0, description="The largest body of POST /v1/events.")
    max_report_bytes: int = Field(
        6 * 1024 * 1024, gt=0, description="The largest body of POST /v1/reports, and the largest page or feed."
    )
    max_batch_bytes: int = Field(64 * 1024 * 1024, gt=0, description="The largest body of a batch.")
    max_batch_lines: int = Field(50_000, gt=0, description="The most events of one batch.")

    rate_per_second: float = Field(
        5_000, gt=0, description="Requests a second that one key (or one address without a key) may send."
    )
    rate_burst: int = Field(10_000, gt=0, description="Requests that it may send at once after a pause.")

    feed_rate_per_second: float = Field(
        5, gt=0, description="Requests a second that one feed token, or its address, may send."
    )
    feed_rate_burst: int = Field(100, gt=0, description="Requests that it may send at once after a pause.")

    key_memory_seconds: float = Field(
        3, ge=0, description="How long a checked key is remembered: a revoked key works for as long."
    )
    session_secret: SecretStr = Field(
        SecretStr(""),
        description="What signs the sessions of the pages, 16 characters or more; else another at each start.",
    )
    session_hours: float = Field(12, gt=0, description="How long a session of the pages lasts.")
    clock_seconds: float = Field(30, gt=0, description="How often the calendar's alerts are looked for.")
    access_log: bool = Field(False, description="Whether every request is logged.")

    secret_key: SecretStr = Field(
        SecretStr(""),
        description="What secrets of subscriptions are encrypted with, at least 16 characters; default: a file "
        "beside the SQLite database that is made when it is needed.",
    )
    allowed_networks: str = Field(
        "",
        description="Networks inside that webhooks, chats and the reader may reach, also without encryption: "
        "`loopback`, `private`, or such as 10.1.0.0/16, with commas.",
    )
    bundle_seconds: float = Field(
        60, ge=0, description="What becomes true within this time for one relationship is one chat message."
    )

    delivery_days: int = Field(
        KEEP_DAYS,
        ge=8,
        description="Days for which deliveries and their tries are kept; what waited for as long is given up.",
    )

    fetch_seconds: float = Field(20, gt=0, description="How long a page or a feed may take to come.")
    watch_seconds: float = Field(
        30, ge=0, description="How often the server looks for feeds that are due; 0: it leaves them alone."
    )
    watch_pace_seconds: float = Field(
        2, ge=0, description="Between two requests to one host, where its robots.txt does not ask for more."
    )

    llm_url: str = Field(
        "",
        pattern=r"^(https?://[^\s]+)?$",
        description="An endpoint as OpenAI has it, such as http://127.0.0.1:11434/v1; empty: rules read alone.",
    )
    llm_model: str = Field("", description="The model that reads there.")
    llm_key: SecretStr = Field(SecretStr(""), description="The endpoint's key, where it takes one.")
    llm_seconds: float = Field(60, gt=0, description="How long it may take before the rules read in its place.")

    @field_validator("session_secret")
    @classmethod
    def _is_long_enough(cls, secret: SecretStr) -> SecretStr:
        if 0 < len(secret.get_secret_value()) < 16:
            raise ValueError("must have at least 16 characters")
        return secret

    @field_validator("allowed_networks")
    @classmethod
    def _are_networks(cls, text: str) -> str:
        networks(text)
        return text

    @property
    def networks(self) -> tuple[Network, ...]:
        """The networks inside that may be reached."""
        return networks(self.allowed_networks)

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server; reads need no key then."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return False  # A name may mean any address.
