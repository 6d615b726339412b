"""Records what systemd reads from the [Service] section of units: python record-systemd.py >../vectors/systemd.json

Needs systemd, which is run in its test mode for a user and starts nothing, and root to become that user.
"""

import json
import os
import re
import subprocess
import tempfile
from pathlib import Path

BODIES = [
    "Environment=A=b",
    "Environment=A=b C=d",
    'Environment="A=b c" \'D=e f\' G=h',
    'Environment=A="b c"',
    "Environment=A='b c'd\"e\"",
    "Environment=",
    "Environment=A=b\nEnvironment=",
    "Environment=A=b\nEnvironment=\nEnvironment=C=d",
    "Environment=A=b\nEnvironment=A=c B=d",
    "Environment=A=",
    'Environment=A=""',
    "Environment=A",
    "Environment=A B=c",
    "Environment==b C=d",
    "Environment=1A=b A1=c A-B=d a.b=e _x=f",
    "Environment=A= b C=d",
    "Environment = A=b",
    "  Environment=A=b",
    "Environment=A=b  ",
    "environment=A=b",
    "Environment=A=b \\\n  C=d",
    "Environment=A=b\\\nC=d",
    "Environment=A=b \\\n# note\n  C=d",
    "Environment=A=b \\\n; note \\\n  C=d",
    "Environment=A=b \\\n\n  C=d",
    "Environment=A=b \\  \nC=d",
    "Environment=A=b\\\\\nEnvironment=C=d",
    'Environment="A=b \\\n   c"',
    "# Environment=A=b\n; Environment=C=d\nEnvironment=E=f # g=h",
    "Environment=A=b;c #D=e",
    'Environment="A=b',
    "Environment=C=d 'A=b",
    'Environment=A=b"c',
    'Environment=A=b"c" D=e"f g"h',
    "Environment=A=b\\tc D=\\x41\\x42 E=\\101 F=\\u00e9 G=\\U0001F600",
    'Environment="A=b\\nc"',
    'Environment="A=b\\"c" D=e\\"f G=\\\'',
    "Environment=A=b\\sc 'D=e\\sf'",
    "Environment=C=d A=b\\q E=f",
    "Environment=A=b\\$c",
    "Environment=A=\\x4",
    "Environment=A=b\\\\c 'D=e\\\\f'",
    "Environment=A=\\a\\b",
    "Environment=A=$B C=${D}",
    "Environment=A=100%% B=%%n",
    "Environment=A=50%",
    "Environment=A=a%=b",
    "Environment=A=b;c,d:e/f",
    'Environment=A={"x":1}',
    'Environment=\'A={"x": 1}\'',
    "Environment=A=é 'É=1'",
    "Environment=A=x=y=z",
    "Environment=A=b\tC=d",
    "[Unit]\nEnvironment=A=b",
    "[Unit]\nEnvironment=A=b\n[Service]\nEnvironment=C=d",
    "[X-Own]\nEnvironment=A=b",
    "EnvironmentFile=/etc/a\nEnvironmentFile=-/etc/b",
    "EnvironmentFile=/etc/a\nEnvironmentFile=\nEnvironmentFile=/etc/b",
    "EnvironmentFile=a/b",
    'EnvironmentFile="/etc/a b"',
    "EnvironmentFile=/etc/a b",
    "EnvironmentFile=- /etc/a",
    "EnvironmentFile=/etc/%%a",
    "EnvironmentFile=/etc/*.env",
    "PassEnvironment=HOME LANG",
    "PassEnvironment=HOME\nPassEnvironment=\nPassEnvironment=LANG A=b 1C",
    'PassEnvironment="HOME" LANG',
    "Environment=A=b C=d\nUnsetEnvironment=A",
    "Environment=A=b C=d\nUnsetEnvironment=A=x C=d",
    "WorkingDirectory=/srv/app",
    "WorkingDirectory=-/srv/app",
    "WorkingDirectory=~",
    "WorkingDirectory=app",
    "WorkingDirectory=/srv/../app/",
    "Environment=A=b\nEnvironment=Q=%z",
]
SERVICE = "ExecStart=/bin/true"


def recorded(body: str) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in (
            ("default.target", "[Unit]\nWants=case.service\n"),
            ("case.service", f"[Service]\n{SERVICE}\n{body}\n"),
        ):
            (folder / path).write_text(text, encoding="utf-8")
        (folder / "run").mkdir()
        os.chown(folder / "run", 65534, 65534)
        folder.chmod(0o755)
        command = ["setpriv", "--reuid=65534", "--clear-groups", "/lib/systemd/systemd", "--test", "--user"]
        environment = {
            "HOME": name,
            "XDG_RUNTIME_DIR": f"{name}/run",
            "SYSTEMD_UNIT_PATH": f"{name}:",
            "SYSTEMD_LOG_TARGET": "null",
            "LC_ALL": "C.UTF-8",
        }
        out = subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout
    start = out.index("-> Unit case.service:")
    unit = out[start : out.find("-> Unit ", start + 1)]
    return {
        "body": body,
        "environment": values(unit, "Environment"),
        "files": values(unit, "EnvironmentFile"),
        "passed": values(unit, "PassEnvironment"),
        "unset": values(unit, "UnsetEnvironment"),
        # Where none is given it is the user's own.
        "folder": next((it for it in values(unit, "WorkingDirectory") if it != name), None),
    }


def values(unit: str, key: str) -> list[str]:
    return [it.rstrip("\n") for it in re.findall(rf"^\t\t{key}: (.*(?:\n(?!\t).*)*)", unit, re.M)]


def version() -> str:
    return subprocess.run(["systemctl", "--version"], capture_output=True, text=True, check=True).stdout.split("\n")[0]


if __name__ == "__main__":
    cases = [recorded(body) for body in BODIES]
    print(json.dumps({"recordedWith": version(), "cases": cases}, ensure_ascii=False, indent=1))
