"""The map of forces as tiles of one size: where each stands, and its name in a few letters."""

from __future__ import annotations

TILES: dict[str, tuple[int, int, str]] = {
    "northumbria": (5, 1, "Nhumb"),
    "cumbria": (4, 2, "Cumb"), "durham": (5, 2, "Durh"), "cleveland": (6, 2, "Clev"),
    "northern-ireland": (1, 3, "N Irl"), "lancashire": (4, 3, "Lancs"), "north-yorkshire": (5, 3, "N Yks"), "humberside": (6, 3, "Humb"),
    "merseyside": (3, 4, "Mers"), "greater-manchester": (4, 4, "GMP"), "west-yorkshire": (5, 4, "W Yks"), "south-yorkshire": (6, 4, "S Yks"),
    "north-wales": (2, 5, "N Wal"), "cheshire": (3, 5, "Ches"), "staffordshire": (4, 5, "Staffs"), "derbyshire": (5, 5, "Derbs"), "nottinghamshire": (6, 5, "Notts"), "lincolnshire": (7, 5, "Lincs"),
    "dyfed-powys": (2, 6, "Dyf-P"), "west-mercia": (3, 6, "W Mer"), "west-midlands": (4, 6, "W Mid"), "leicestershire": (5, 6, "Leics"), "cambridgeshire": (6, 6, "Cambs"), "norfolk": (7, 6, "Norf"),
    "south-wales": (2, 7, "S Wal"), "gwent": (3, 7, "Gwent"), "warwickshire": (4, 7, "Warks"), "northamptonshire": (5, 7, "Nhants"), "bedfordshire": (6, 7, "Beds"), "suffolk": (7, 7, "Suff"),
    "gloucestershire": (4, 8, "Glos"), "thames-valley": (5, 8, "Thames"), "hertfordshire": (6, 8, "Herts"), "essex": (7, 8, "Essex"),
    "avon-and-somerset": (3, 9, "Avon"), "wiltshire": (4, 9, "Wilts"), "surrey": (5, 9, "Surrey"), "metropolitan": (6, 9, "Met"), "city-of-london": (7, 9, "City"),
    "devon-and-cornwall": (2, 10, "Dev-C"), "dorset": (3, 10, "Dorset"), "hampshire": (4, 10, "Hants"), "sussex": (5, 10, "Sussex"), "kent": (6, 10, "Kent"),
    "police-scotland": (4, 1, "Scot"),
}  # fmt: skip
"""Slug to column, row and short name. Forces that have no place here follow below the map."""

COLUMNS, ROWS = 7, 10
