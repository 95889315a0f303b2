"""listener.py COUNT FILE: takes COUNT posts and writes a line each, its path and body, to FILE. FILE.port has the port."""

import http.server
import os
import sys

COUNT, FILE = int(sys.argv[1]), sys.argv[2]


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with open(FILE, "a", encoding="utf-8") as stream:
            stream.write(f"{self.path} {self.headers['Content-Type']} {body}\n")
        self.send_response(200)
        self.end_headers()

    def log_message(self, *arguments):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
server.timeout = 30  # for each; a post that does not come is missed by the test
with open(FILE + ".new", "w", encoding="utf-8") as stream:
    stream.write(str(server.server_port))
os.rename(FILE + ".new", FILE + ".port")
for _ in range(COUNT):
    server.handle_request()
