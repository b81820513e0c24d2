"""What delivering takes, built in one place from the settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine

from adapters.bell import Bell
from adapters.delivering import Delivering, Pace
from adapters.keys import Key
from adapters.leader import Leader
from adapters.outbox import Outbox
from adapters.outside import Outside
from adapters.subscriptions import Subscriptions
from adapters.vault import Vault
from api.settings import Settings


@dataclass(frozen=True)
class Delivery:
    """Subscriptions, their outbox, and who empties it."""

    subscriptions: Subscriptions
    outbox: Outbox
    leader: Leader
    delivering: Delivering

    @classmethod
    def of(cls, engine: Engine, settings: Settings, bell: Bell, pace: Pace | None = None) -> Delivery:
        """All of it on one database; opens no connection and starts nothing yet."""
        outside, vault = Outside(settings.networks), Vault(engine, settings.secret_key.get_secret_value())
        days = settings.delivery_days
        outbox, leader = Outbox(engine, bundle_seconds=settings.bundle_seconds, keep_days=days), Leader(engine)
        delivering = Delivering(outbox, bell, vault, outside, leader, pace)
        return cls(Subscriptions(engine, vault, outside), outbox, leader, delivering)

    def sample(self, key: Key, subscription: str) -> dict[str, Any]:
        """Have a message sent that tries a receiver; the delivery. Raises NotOnRecord."""
        self.subscriptions.one(key, subscription)
        return self.outbox.one(key, str(self.outbox.sample(subscription)))

    def resend(self, key: Key, delivery: str) -> dict[str, Any]:
        """Have a delivery sent again; how it stands then. Raises NotOnRecord."""
        found = self.outbox.one(key, delivery)
        self.outbox.resend(int(found["id"]))
        return self.outbox.one(key, delivery)
