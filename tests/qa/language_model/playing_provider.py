"""A provider on this machine, over real HTTP, that misbehaves as told."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Provider:
    """A real HTTP server that gives one answer of its script to each request; the last stays."""

    def __init__(self):
        self.script = []
        self.requests = []
        self.left = threading.Event()
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                provider.requests.append({"headers": dict(self.headers), "body": body})
                step = provider.script.pop(0) if len(provider.script) > 1 else provider.script[0]
                try:
                    step(self)
                except (BrokenPipeError, ConnectionResetError):
                    provider.left.set()

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))
        self.thread.start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/v1"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


def refuse(status, error=None, **headers):
    """Answer with an HTTP status; the body repeats the key, as a careless provider might."""

    def step(handler):
        told = {"message": f"Not for {handler.headers['Authorization']}.", **(error or {})}
        body = json.dumps({"error": told}).encode()
        handler.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return step


def write(*lines, pause=0.0, content_type="text/event-stream"):
    """Answer with lines of a stream, and close."""

    def step(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", content_type)
        handler.end_headers()
        for line in lines:
            handler.wfile.write(line.encode() + b"\n\n")
            handler.wfile.flush()
            time.sleep(pause)

    return step


def drop(handler):
    """Close the connection without a word, or in the middle of a chunk of a stream."""
    handler.close_connection = True


def drop_in_chunk(handler):
    handler.protocol_version = "HTTP/1.1"
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    line = piece("Half").encode() + b"\n\n"
    handler.wfile.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")
    handler.wfile.flush()
    handler.close_connection = True


def piece(text, finish=None, **more):
    choice = {"index": 0, "delta": {"content": text} if text else {}, "finish_reason": finish}
    return "data: " + json.dumps(
        {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        | {"choices": [choice], **more}
    )


USAGE = "data: " + json.dumps(
    {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": []}
    | {"usage": {"prompt_tokens": 7, "completion_tokens": 2, "total_tokens": 9}}
)
GOOD = write(piece("Yes"), piece("."), piece("", "stop"), USAGE, "data: [DONE]")
