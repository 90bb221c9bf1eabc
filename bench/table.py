"""The table of figures with the target beside each."""

from rich.console import Console
from rich.table import Table

console = Console(highlight=False)


def new_table(title: str) -> Table:
    table = Table("what", "measured", "target", "", title=title, title_justify="left")
    table.columns[1].justify = table.columns[2].justify = "right"
    return table


def row(table: Table, name: str, measured: str, target: str, reached: bool) -> None:
    table.add_row(name, measured, target, "[green]yes[/]" if reached else "[red]no[/]")


def ratio(table: Table, name: str, cost: float, floor: float, most: float | None) -> None:
    """How often `cost` is what `floor` is, and whether that is at most so often as it may be."""
    measured = f"{cost:.2f} = {cost / floor:.2f}x"
    if most is None:
        table.add_row(name, measured, "", "")
    else:
        row(table, name, measured, f"{most:g}x = {most * floor:.2f}", cost <= most * floor)
