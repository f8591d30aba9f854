"""Zip archives for the tests."""

import base64
import zipfile
from collections.abc import Mapping
from pathlib import Path

PASSWORD = "açaí"
ENCRYPTED = base64.b64decode("""
UEsDBBQACwAIAAOxdl0Xx5eI4wEAANoDAAAJABwAQ1QvbG9ja2VkVVQJAAPGZwNrxmcDa3V4CwABBAAA
AAAEAAAAAH5r36xGCBJ+s0gFEPleuBDcG0+JQn3k+EbdxgasiHYbrSVc8KPzy/fT0YRGVE5/yVTs7fpQ
t5dAjgbUMS+kNWgmk3fjUd03NMJl40RIDR1nifcbZFfMJ7jM/Bq1nRV80sYt6ffJo19xMIsccwJLGW9D
as5pyXlstckMEez2I1LuH2Fay1giVAHn3IKTL3odCBzAN85Ea7ZcH08RQB3LXI4M4/pdOnb2xVseEF9u
kuA2CE1XdaY3g0dlqgPAozQlRjKYOXWoWzw6od96XkgriBxRvXvQnAOx3fEqE/JtHrU6rajT827dbqea
ETENQNF05qNFLXgTedWT4cfA8oA3fSVK4PLzGKiIxZ7i0jsIn79uqsHiS+57tu/iK8z38CGIr85CtQH0
KB5hv4PD1MpWiOcEIYy8GS2kMeZEFhRzabKugJWGlrpPWq2jfBZKm/Pbq9Rj9xHduvQCaqRkZNRo3cWH
rzAo3a9NRGaRN464aIHkgS/Bj1WxlDSVp2DYSwF8ZwThzpDk8p5I8QdWbOAuF2UDg59Iuq5os1/V/Q4q
IqF8ArW0iKxuiMfJU6P+rcN5avOdgRC2Pvyqpbw39qB/bI01ZaJSVcHmMi4rrvnjdAT82Q02C11PIQrF
inZa5v5ihVQi8lBLBwgXx5eI4wEAANoDAABQSwMEFAACAAgAA7F2XXUTpcrhAQAA4gMAAAoAHABDVC9s
b2NrZWQyVVQJAAPGZwNrxmcDa3V4CwABBAAAAAAEAAAAAMVS3WpTQRCes03LoUQ9tSLi1QERAuKys/97
1zYNJpJkQ0+Kd/6gQQQhpdprX8ELQfBNBME3EX0DH8HvJCLYm9wILpwz3+zMzrffzBL933U86k8E7Om4
Qz9hBRWUj1qLVQjY09FtYqlltEqyUipKJ1lafCwD4lvIOFhnaC+RI42PSlkjo7QpSp9MsjbCcOCUEvvg
nYsWvuMQnWPkBkEV6ty4xNR6DI7rGzhS8i4lrdnoFI3z0RvNqMw22NSyJaOsErRPzbBL08GDw3lu+nk2
qEvapn6zS6MmPxmd1Jx0STc3aC7p1j/RXFJNx4claaU9swbznUu+ovlkh1ixU6ok85c3gxbCXZ7i/oLy
vKQzGmeoW7x89nb55vnybAF172k2JfS2gu3SfNDMHx9dvHr9YnFegX2cd1d796GR6wp8LT+nAFdxRQfr
2nVNVzYoNgZ9d8GbFJ0ygSN7Yzw7/Dxm47VVWrmarm7snMPk2kMKU3OKPQc0MkRG97CjvFKBa+hphoIY
N9vD7NZo/zfqta+2aV9yjzpQ0KVJnub+8CRPBhrRahXtILq3QttAVLSoAir+ILFC14C2Vojo+7uK8iNq
87Hu0kNa0gf6TN+Q0SsmxXnxsfhS/Ch2xD0xExfik/gqfgFQSwECHgMUAAsACAADsXZdF8eXiOMBAADa
AwAACQAYAAAAAAAAAAAApIEAAAAAQ1QvbG9ja2VkVVQFAAPGZwNrdXgLAAEEAAAAAAQAAAAAUEsBAh4D
FAACAAgAA7F2XXUTpcrhAQAA4gMAAAoAGAAAAAAAAAAAAKSBNgIAAENUL2xvY2tlZDJVVAUAA8ZnA2t1
eAsAAQQAAAAABAAAAABQSwUGAAAAAAIAAgCfAAAAWwQAAAAA
""")
"""By Info-ZIP 3.0, `zip -9 -P açaí`: CT/locked, encrypted (4 rows × 4 columns, a ramp
of 16 bits), and CT/locked2, which is not (4 × 5, the same)."""


def zipped(
    path: Path, members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED
) -> Path:
    """An archive with these members, written by Python."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path
