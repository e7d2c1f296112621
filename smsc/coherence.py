"""A world's file as a whole: every name that is referred to exists, and none is given twice."""

from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:
    from smsc.config import WorldConfig


def fits_together(world: "WorldConfig") -> None:
    """Check that the sections of a world fit together; raises ValueError, which names the key and what was expected."""
    nodes = {"sc": world.sc, "hlr": world.hlr, "msc": world.msc, "stranger": world.stranger}
    names = {key: name for table, rows in nodes.items() for key, name in _keys(table, "name", rows).items()}
    titles = {key: number for table, rows in nodes.items() for key, number in _keys(table, "number", rows).items()}
    for index, operator in enumerate(world.operator):
        names |= {f"operator[{index}].srf": operator.srf} if operator.srf is not None else {}
        if operator.router is not None:
            names[f"operator[{index}].router.name"] = operator.router.name
            titles[f"operator[{index}].router.number"] = operator.router.number
    names |= _keys("msc", "bss", world.msc) | _keys("phone", "name", world.phone)
    names |= _keys("account", "system_id", world.account)
    served = {
        f"account[{index}].addresses[{place}]": address
        for index, account in enumerate(world.account)
        for place, address in enumerate(account.addresses)
    }
    numbers = titles | _keys("phone", "msisdn", world.phone) | served
    _once("a number of its own", numbers)
    _once("a name of its own", titles | names)
    _once("a name of its own", _keys("cell", "name", world.cell))
    _once("an IMSI of its own", _keys("phone", "imsi", world.phone))
    _exist(_keys("cell", "bss", world.cell), {msc.bss for msc in world.msc})
    _cells_fit_together(world)
    _exist(_keys("phone", "cell", world.phone), {cell.name for cell in world.cell})
    _once("a name of its own", _keys("distribution_list", "name", world.distribution_list))
    known = {account.system_id for account in world.account}
    _exist(_keys("distribution_list", "account", world.distribution_list), known)
    _exist(_keys("account", "sc", world.account) | _keys("phone", "sc", world.phone), {sc.name for sc in world.sc})
    if world.anybody is not None:
        cells = {f"anybody.cells[{place}]": cell for place, cell in enumerate(world.anybody.cells)}
        _exist(cells, {cell.name for cell in world.cell})
    _operators_fit_together(world)
    _phones_fit_together(world, names, numbers)


def _operators_fit_together(world: "WorldConfig") -> None:
    names = _keys("operator", "name", world.operator)
    known = {operator.name for operator in world.operators}
    _once("a name of its own", names)
    for table, rows in (("sc", world.sc), ("hlr", world.hlr), ("msc", world.msc)):
        _exist(_keys(table, "operator", rows), known)
    for index, operator in enumerate(world.operators):
        partners = operator.partners or ()
        _exist({f"operator[{index}].partners[{place}]": one for place, one in enumerate(partners)}, known)
        hlrs, centres = world.of(operator, world.hlr), world.of(operator, world.sc)
        for table, most, count in (("hlr", 1, len(hlrs)), ("sc", 99, len(centres))):
            if not 1 <= count <= most:
                wanted = "one" if most == 1 else "at least one"
                raise ValueError(f"{table}: expected {wanted} of operator {operator.name!r}, found {count}")


def _cells_fit_together(world: "WorldConfig") -> None:
    """Check that no two cells share a CGI, nor two MSCs a location area: who moves within one tells nobody."""
    cells: dict[tuple[str, str, int, int], int] = {}
    areas: dict[tuple[str, str, int], int] = {}
    for index, cell in enumerate(world.cell):
        mcc, mnc, lac, ci = cell.cgi.split("-")
        key = f"cell[{index}].cgi"
        same = cells.setdefault((mcc, mnc, int(lac), int(ci)), index)
        if same != index:
            raise ValueError(f"{key}: expected a CGI of its own, found {cell.cgi!r}, which cell[{same}].cgi is already")
        first = areas.setdefault((mcc, mnc, int(lac)), index)
        other = world.cell[first].bss
        if other != cell.bss:
            area = f"{mcc}-{mnc}-{int(lac)}"
            raise ValueError(f"{key}: expected a location area of {cell.bss}, found {area} of cell[{first}] in {other}")


def _phones_fit_together(world: "WorldConfig", names: dict[str, str], numbers: dict[str, str]) -> None:
    """Check that no name, number or IMSI of a range of handsets is anybody else's."""
    imsis = _keys("phone", "imsi", world.phone)
    for index, row in enumerate(world.phones):
        cells = {f"phones[{index}].cells[{place}]": cell for place, cell in enumerate(row.cells)}
        _exist(cells, {cell.name for cell in world.cell})
        for key, name in names.items():
            if row.number(name):
                raise ValueError(f"{key}: expected a name that is none of phones[{index}], found {name!r}")
        for key, number in numbers.items():
            if row.has(number, ""):
                raise ValueError(f"{key}: expected a number that is none of phones[{index}], found {number!r}")
        for key, imsi in imsis.items():
            if row.has("", imsi):
                raise ValueError(f"{key}: expected an IMSI that is none of phones[{index}], found {imsi!r}")
        for other in world.phones[:index]:
            if row.has(other.msisdn, other.imsi) or other.has(row.msisdn, row.imsi):
                raise ValueError(f"phones[{index}]: expected numbers that are no other phones', found {row.msisdn!r}")
            if row.name == other.name:
                raise ValueError(f"phones[{index}].name: expected one of its own, found {row.name!r}")


def _keys(table: str, key: str, rows: tuple[BaseModel, ...]) -> dict[str, str]:
    """Collect the values of one key in an array of tables, where it is set, each under its place in the file."""
    alone = table in ("sc", "hlr") and len(rows) == 1
    places = [table] if alone else [f"{table}[{index}]" for index in range(len(rows))]
    values = {f"{place}.{key}": getattr(row, key) for place, row in zip(places, rows, strict=True)}
    return {place: value for place, value in values.items() if value}


def _once(expected: str, values: dict[str, str]) -> None:
    seen: dict[str, str] = {}
    for key, value in values.items():
        if value in seen:
            raise ValueError(f"{key}: expected {expected}, found {value!r}, which {seen[value]} is already")
        seen[value] = key


def _exist(values: dict[str, str], known: set[str]) -> None:
    for key, value in values.items():
        if value not in known:
            raise ValueError(f"{key}: expected one of {', '.join(sorted(known))}, found {value!r}")
