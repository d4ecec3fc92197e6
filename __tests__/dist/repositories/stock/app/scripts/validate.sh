#!/bin/bash
curl --silent --fail --retry 10 --retry-delay 1 --retry-all-errors "http://localhost:${PORT:-8080}/health"
