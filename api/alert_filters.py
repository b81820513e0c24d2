"""Which alerts are asked for: the same filters for the list, streams and feeds."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query
from starlette.concurrency import run_in_threadpool

from adapters.queries import AlertFilter
from api.dependencies import QueriesDep
from api.parameters import Name, Word
from domain.alerts import LEAD, MOST_LEAD


class _AlertFilters:
    """`historical`: whether old news is told where the caller does not say."""

    def __init__(self, *, historical: bool) -> None:
        self.historical = historical

    async def __call__(
        self,
        queries: QueriesDep,
        kind: Annotated[
            Word | None,
            Query(description="Of this kind, or one of several with commas.", examples=["promise.fulfilled"]),
        ] = None,
        relationship: Annotated[
            Word | None, Query(description="Of this pair of states.", examples=["PRK-RUS"])
        ] = None,
        state: Annotated[
            Word | None, Query(description="With this state as a party.", examples=["RUS"])
        ] = None,
        official: Annotated[
            Name | None,
            Query(description="With this official: the whole or the family name.", examples=["Lavrov"]),
        ] = None,
        historical: Annotated[
            bool | None,
            Query(
                description="Whether old news, recorded more than 30 days after its publication, is told too. "
                "Default: in the list it is, in streams and feeds it is not.",
                examples=[True],
            ),
        ] = None,
        due_soon_days: Annotated[
            int,
            Query(
                ge=1,
                le=MOST_LEAD,
                description="How many days before its last day a promise is due soon: 7, or as many as some "
                "subscription has.",
            ),
        ] = LEAD,
    ) -> AlertFilter:
        """All that are given must hold. Raises BadQuestion."""
        old_news = self.historical if historical is None else historical
        wanted = AlertFilter(kind, relationship, state, old_news, official, lead=due_soon_days).checked()
        if due_soon_days != LEAD:
            await run_in_threadpool(queries.check_lead, due_soon_days)
        return wanted


ListFilter = Annotated[AlertFilter, Depends(_AlertFilters(historical=True))]
NewsFilter = Annotated[AlertFilter, Depends(_AlertFilters(historical=False))]
