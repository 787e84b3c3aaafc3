"""Serves a folder over https on a port of its own, which it writes to the file `port`; requests go to the file `log`.

    https_server.py FOLDER CERTIFICATE KEY

`/cut/NAME` breaks the connection off after half of NAME, once; ranges are honoured, as servers of data do.
"""

import ssl
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

folder, certificate, key = map(Path, sys.argv[1:4])
cut = set()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        first = self.headers.get("Range", "").removeprefix("bytes=").removesuffix("-")
        with open(folder / "log", "a") as log:
            log.write(f"{self.path} {first or 0}\n")
        parts = self.path.strip("/").split("/")
        file = folder / parts[-1]
        if not file.is_file():
            return self.send_error(404)
        content = file.read_bytes()
        start = int(first or 0)
        if start and start >= len(content):
            return self.send_error(416)
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.end_headers()
        if parts[0] == "cut" and self.path not in cut:
            cut.add(self.path)
            self.wfile.write(content[start : len(content) // 2])
        else:
            self.wfile.write(content[start:])

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Handler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
(folder / "port.part").write_text(str(server.server_port))
(folder / "port.part").rename(folder / "port")
server.serve_forever()
