"""The product with demo data, in a folder of its own, and the log-ins and tokens that it hands out."""

import base64
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

PASSWORD = "demo-passord-123"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
# Seconds until the demo is loaded and answers, and until the process has ended.
START_LIMIT = 90
STOP_LIMIT = 20


class Product:
    """A server process with limits that nobody reaches."""

    COORDINATOR = "solveig@nasjonal.example"
    ADMINISTRATOR = "hege@oslo.example"
    COUNSELLOR = "ingrid@oslo.example"

    def __init__(self, binary: Path, folder: Path, urls: tuple[str, str] | None) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.conversation = self.conversation_token = self.referral = self.endpoint = ""
        configuration = folder / "veiviser.toml"
        configuration.write_text(settings(folder, urls), encoding="utf-8")
        self._log = folder / "server.log"
        command = [binary, "demo", "--config", configuration, "--dir", folder, "--listen", f"127.0.0.1:{port}"]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def __enter__(self) -> "Product":
        deadline = time.monotonic() + START_LIMIT
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=5):
                    break
            except OSError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    self._process.kill()
                    raise RuntimeError(f"the demo does not start:\n{self._log.read_text(errors='replace')}") from None
            time.sleep(0.05)
        try:
            self.open()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_reason: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def call(
        self, method: str, path: str, body: Any = None, token: str | None = None, headers: dict[str, str] | None = None
    ) -> Any:
        """Asks as the pages do; an answer that is no success is an error with its text."""
        request = urllib.request.Request(self.url + path, method=method, headers=headers or {})
        request.add_header("Content-Type", "application/json")
        if token is not None:
            request.add_header("Authorization", f"Bearer {token}")
        data = None if body is None else json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, data, timeout=30) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as refused:
            raise RuntimeError(f"{method} {path}: {refused.code} {refused.read().decode()}") from None

    def log_in(self, email: str) -> str:
        """A session for scripts."""
        body = {"email": email, "password": PASSWORD, "bearer": True}
        return str(self.call("POST", "/api/v1/auth/login", body)["token"])

    def partner_token(self) -> str:
        """Registers a partner that may do everything, and exchanges an assertion of its key for a token."""
        coordinator = self.log_in(self.COORDINATOR)
        schemas = self.call("GET", "/api/v1/openapi/staff.json")["components"]["schemas"]
        scopes = schemas["PartnerChange"]["properties"]["scopes"]["items"]["enum"]
        registration = {
            "organisation": "889640782", "environment": "production", "name": "Nav",
            "contact": "drift@nav.example", "quota": "large", "scopes": scopes,
        }  # fmt: skip
        partner = self.call("POST", "/api/v1/national/partners", registration, coordinator)["id"]
        key = ec.generate_private_key(ec.SECP256R1())
        public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(key.public_key()))
        jwk = {**public, "kid": "contract", "use": "sig", "alg": "ES256"}
        jwk.pop("key_ops", None)
        self.call("POST", f"/api/v1/national/partners/{partner}/keys", {"jwk": jwk}, coordinator)
        now = int(time.time())
        claims = {"iss": partner, "sub": partner, "aud": self.url, "iat": now, "exp": now + 60, "jti": "contract"}
        assertion = jwt.encode(claims, key, algorithm="ES256", headers={"kid": "contract"})
        form = {
            "grant_type": "client_credentials", "client_assertion_type": ASSERTION, "client_assertion": assertion,
        }  # fmt: skip
        request = urllib.request.Request(f"{self.url}/api/partner/v1/oauth/token", method="POST")
        data = urllib.parse.urlencode(form).encode()
        with urllib.request.urlopen(request, data, timeout=30) as answer:
            token = str(json.load(answer)["access_token"])
        self.work_as_partner(token)
        return token

    def work_as_partner(self, token: str) -> None:
        """Points somebody to guidance, and wants to be told."""
        consent = {"asked_by": "nav-bergen", "wording": "2026-11.nb", "given_at": now()}
        referral = {"language": "nb", "delivery": {"method": "handed_over"}, "consent": consent}
        key = {"Idempotency-Key": os.urandom(16).hex()}
        made = self.call("POST", "/api/partner/v1/referrals", referral, token, key)
        endpoint = {"url": "https://127.0.0.1:9/hook", "event_types": ["referral.expired"]}
        wanted = self.call("POST", "/api/partner/v1/webhook-endpoints", endpoint, token, key)
        self.referral, self.endpoint = made["id"], wanted["endpoint"]["id"]

    def open(self) -> None:
        """Opens the service whatever the hour is, and begins a conversation."""
        coordinator = self.log_in(self.COORDINATOR)
        decision = {"mode": "open", "reason": "tests", "until_taken_back": True}
        self.call("PUT", "/api/v1/national/overrides/queue", decision, coordinator)
        begun = self.call("POST", "/api/v1/conversations", {"language": "nb", "consent": True})
        self.conversation, self.conversation_token = begun["id"], begun["token"]

    def known(self) -> dict[str, str]:
        """Names of things that exist, for requests that are to find something."""
        coordinator = self.log_in(self.COORDINATOR)
        centres = self.call("GET", "/api/v1/centres", token=coordinator)["items"]
        names = {centre["county"]: centre["id"] for centre in centres}
        return {
            "centre": names["03"], "other_centre": names["11"], "conversation": self.conversation,
            "referral": self.referral, "endpoint": self.endpoint, "now": now(),
        }  # fmt: skip

    def complaints(self) -> list[str]:
        """What the server wrote of errors, without what the demo greets with."""
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        return [line for line in lines if " ERROR " in line]


def now() -> str:
    """The present, as it stands in requests."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def settings(folder: Path, urls: tuple[str, str] | None) -> str:
    """Limits are out of the way: what is refused for coming too often is not looked at."""
    app, owner = urls or (f"sqlite://{folder / 'veiviser.db'}", "")
    seal = base64.b64encode(os.urandom(32)).decode()
    # Who asks is what the last proxy says: each request comes from somewhere else.
    return f"""
[server]
trusted_proxies = 1
sealing_keys = ["{seal}"]
[database]
url = "{app}"
owner_url = "{owner}"
[mail]
url = "file://{folder / "mail"}"
[access]
failures_at_once = 1000000
failures_per_minute = 1000000
[partners]
token_seconds = 3600
[webhooks]
allowed_origins = ["https://127.0.0.1:9"]
[chat]
starts_at_once = 1000000
starts_per_minute = 1000000
requests_at_once = 1000000
requests_per_minute = 1000000
"""
