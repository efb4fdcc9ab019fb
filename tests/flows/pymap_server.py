"""Runs pymap, an IMAP server, on a free port of this machine, over the Maildirs in a folder; prints the port and serves.

python pymap_server.py FOLDER USER PASSWORD [CERTIFICATE KEY]
"""

import asyncio
import sys
from argparse import Namespace
from pathlib import Path

from proxyprotocol.noop import ProxyProtocolNoop
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.maildir import MaildirBackend
from pymap.imap import IMAPServer
from pysasl.hashing import Cleartext


async def main(folder: Path, user: str, password: str, cert: str | None = None, key: str | None = None) -> None:
    told = Namespace(
        base_dir=str(folder), concurrency=None, layout="++", colon=None, cert=cert, key=key, tls=cert is not None,
        passlib_cfg=None, host=["127.0.0.1"], port="0", debug=False, proxy_protocol=None, inherited_sockets=None,
    )  # fmt: skip
    backend, config = await MaildirBackend.init(told, invalid_user_sleep=0.0, hash_context=Cleartext())
    config.apply_context()
    (folder / "pymap-etc-passwd").write_text(f"{user}::1000:1000::{user}:\n")
    (folder / "pymap-etc-shadow").write_text(f"{user}:{config.hash_context.hash(password)}:::::::\n")
    serve = ProxyProtocolReader(ProxyProtocolNoop()).get_callback(IMAPServer(backend.login, config))
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), *sys.argv[2:]))
