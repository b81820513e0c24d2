"""What handlers are given."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from adapters.queries import Queries
from api.answers import Conditional
from api.delivery import Delivery
from api.desk import Desk
from api.parameters import AsOf, RecordedAsOf
from api.services import Services
from api.settings import Settings
from domain.views import View

# All of them are `async`: FastAPI would send a plain function through the thread pool.


async def services(request: Request) -> Services:
    """The ledger behind this server."""
    found: Services = request.app.state.services
    return found


async def desk(request: Request) -> Desk:
    """The desk of this server."""
    found: Desk = request.app.state.desk
    return found


async def settings(request: Request) -> Settings:
    """This server's settings."""
    found: Settings = request.app.state.settings
    return found


async def delivery(request: Request) -> Delivery:
    """Subscriptions and their outbox."""
    found: Delivery = request.app.state.delivery
    return found


async def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


DeliveryDep = Annotated[Delivery, Depends(delivery)]
ServicesDep = Annotated[Services, Depends(services)]
DeskDep = Annotated[Desk, Depends(desk)]
SettingsDep = Annotated[Settings, Depends(settings)]
NowDep = Annotated[datetime, Depends(now)]


async def queries(services: ServicesDep) -> Queries:
    """The questions that can be asked."""
    return services.queries


async def view(today: NowDep, as_of: AsOf = None, recorded_as_of: RecordedAsOf = None) -> View:
    """From where the question looks at the ledger."""
    return View.of(today, as_of, recorded_as_of)


async def known(today: NowDep, as_of: AsOf = None) -> View:
    """The same for a question that is never asked of the ledger as it stood."""
    return View.of(today, as_of)


async def conditional(request: Request, services: ServicesDep, today: NowDep) -> Conditional:
    """The caller's ETag, and what this answer's depends on.

    `started` differs with every start of the server: after a rebuild or with a new version of the program
    the same position can mean another answer.
    """

    def stamp() -> str:
        return f"{request.app.state.started} {services.queries.state()} {today.date()}"

    url = f"{request.url.path}?{request.url.query}"
    return Conditional(url, request.headers.get("if-none-match"), stamp)


QueriesDep = Annotated[Queries, Depends(queries)]
ViewDep = Annotated[View, Depends(view)]
ConditionalDep = Annotated[Conditional, Depends(conditional)]
KnownDep = Annotated[View, Depends(known)]
