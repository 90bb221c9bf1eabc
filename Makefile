# Everything a developer does, by name. PORT and HOST choose where demo and run listen.
PORT ?= 8000
HOST ?= 127.0.0.1
PYTHON ?= python3
BIN = .venv/bin

.PHONY: demo demo-reset run test test-long check bench browser lock translations

demo: .venv/installed  ## an example community
	ROOMFUL_INSTANCE=instance/demo $(BIN)/roomful demo --host $(HOST) --port $(PORT)

demo-reset: .venv/installed  ## the example community afresh
	ROOMFUL_INSTANCE=instance/demo $(BIN)/roomful demo --reset --no-serve

run: .venv/installed  ## an empty community, with a link to set it up
	$(BIN)/roomful run --host $(HOST) --port $(PORT)

test: .venv/developer  ## the whole suite; PostgreSQL, Redis and a browser where they are
	$(BIN)/pytest -n auto -m "not long"

test-long: .venv/developer  ## herds, kills and every screenshot
	$(BIN)/pytest -n auto -m long

check: .venv/developer  ## style, types, templates, layers, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint --quiet --lint forum/templates
	$(BIN)/lint-imports
	$(BIN)/pytest -q tests/test_migrations.py -k agree

bench: .venv/developer  ## figures beside their targets
	$(BIN)/python -m bench

browser: .venv/developer  ## Chromium for the browser tests
	command -v chromium || command -v chromium-browser || command -v google-chrome \
	|| (apt-get update && apt-get install -y --no-install-recommends chromium fonts-dejavu-core fonts-noto-core) \
	|| $(BIN)/playwright install --with-deps chromium

lock: .venv/developer  ## choose versions anew, with their digests
	$(BIN)/uv pip compile setup.cfg --extra build --extra postgres --extra redis --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade -q -o requirements.txt
	$(BIN)/uv pip compile setup.cfg --all-extras --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade -q -o requirements-dev.txt

translations: .venv/developer  ## gather the sentences anew for translators, and compile what they wrote
	cd forum && ../$(BIN)/pybabel -q extract -F translations/babel.cfg -k _l -k lazy_gettext --no-location -o translations/messages.pot .
	$(BIN)/pybabel -q update -i forum/translations/messages.pot -d forum/translations --no-fuzzy-matching --ignore-obsolete
	$(BIN)/pybabel -q compile -d forum/translations

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python requirements.txt setup.cfg $(wildcard forum/translations/*/LC_MESSAGES/*.po)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/pybabel -q compile -d forum/translations
	touch $@

.venv/developer: .venv/installed requirements-dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@
