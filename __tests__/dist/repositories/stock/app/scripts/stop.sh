#!/bin/bash
pid="${DESTDIR:-}/opt/stock/pid"
[ -f "$pid" ] && kill "$(cat "$pid")" || true
