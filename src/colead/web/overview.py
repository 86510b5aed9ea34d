"""An organisation at a glance: what there is, where leadership rests, the next step, as each app says it."""

from dataclasses import dataclass
from datetime import date

from colead.kit.manifest import Card, Step, Tile, manifests
from colead.kit.roles import Member


@dataclass(frozen=True)
class Overview:
    """What the front page of an organisation shows. Without `tiles` there is nobody yet, and no card."""

    tiles: list[Tile]
    steps: list[Step]
    cards: list[Card]


def overview(member: Member, day: date) -> Overview:
    """The front page on a day. Eleven queries, fifteen when the structure is not in memory."""
    fronts = [manifest.front(member, day) for manifest in manifests() if manifest.front]
    tiles = [tile for front in fronts for tile in front.tiles]
    steps = [step for front in fronts for step in front.steps if tiles or step.begins]
    return Overview(
        tiles=tiles,
        steps=sorted((step for step in steps if member.may(step.needs)), key=lambda step: step.place),
        cards=sorted((card for front in fronts for card in front.cards), key=lambda card: card.place),
    )
