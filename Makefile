# `make run` and `make test` try it, `make serve` is a production of one machine. The others serve those who change the code.
PORT ?= 8000
BIN := .venv/bin
# All but one that stands inside attributes, and so ends without a line break.
TEMPLATES = $$(find templates -name '*.html' ! -name profile_url.html)
BIOME = $(BIN)/node .venv/node_modules/@biomejs/biome/bin/biome check --config-path=.ci/biome.jsonc --error-on-warnings

.PHONY: help run serve dev hooks test check quick bench growth torture lock sbom messages format
help:
	@echo "make run       start the demonstration on http://127.0.0.1:$(PORT)/"
	@echo "make dev       the same with reload and readable errors, for those who change the code"
	@echo "make serve     a production of this machine instead, with PostgreSQL, Valkey and workers"
	@echo "make test      run all tests (ARGS='-k name' for some)"
	@echo "make check     lint, types, layers, templates, scripts, styles, migrations, translations, deployment settings"
	@echo "make hooks     check what is staged before each commit"
	@echo "make bench     measure speed and size against their limits (ONLY='matrix pdf' for some)"
	@echo "make growth    measure pages among 10, 1,000 and 10,000 projects, on PostgreSQL (NEW=1 makes these anew, SIZES others)"
	@echo "make torture   load, faults, tampering, backups, bad inputs (ONLY='load kills' for some)"
	@echo "make format    format the code as make check wants it"
	@echo "make messages  bring the French catalogue up to date and list what is missing"
	@echo "make lock      pin the dependencies of pyproject.toml anew"
	@echo "make sbom      list what a release is made of, as CycloneDX (OUT=sbom.json)"

run:
	@.ci/install
	@$(BIN)/python manage.py prepare --port $(PORT)
	@exec $(BIN)/gunicorn -c python:aispec.server aispec.wsgi --bind 127.0.0.1:$(PORT)

serve:
	@.ci/install
	@exec $(BIN)/python -m aispec.serve --port $(PORT)

dev:
	@.ci/install dev
	@$(BIN)/python manage.py prepare --port $(PORT)
	@DEBUG=yes exec $(BIN)/python -Wa manage.py runserver 127.0.0.1:$(PORT)

hooks:
	@ln -sf "$$(pwd)/.ci/pre-commit" "$$(git rev-parse --git-path hooks)/pre-commit"
	@echo "Installed: git commit --no-verify leaves it out once."

test:
	@.ci/install dev
	$(BIN)/pytest -n 4 --dist worksteal $(ARGS)

check:
	@.ci/install dev
	@$(MAKE) --no-print-directory quick
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py translations --check
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') ALLOWED_HOSTS=raci.example.org \
	  DATABASE_URL=postgres://raci@localhost/raci $(BIN)/python manage.py check --deploy --fail-level WARNING

# What takes a few seconds and needs no database: the hook runs it, too.
quick:
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/complexipy --quiet --failed --max-complexity-allowed 15 aispec phases roles tests
	$(BIN)/lint-imports
	$(BIN)/djade --check --target-version 5.2 $(TEMPLATES)
	$(BIN)/djangofmt --check $(TEMPLATES)
	$(BIOME) static roles

bench:
	@.ci/install dev
	@$(BIN)/python -m tests.benchmarks $(ONLY)

# How long pages take among many projects: not a part of any check.
growth:
	@.ci/install dev
	@TEST_DATABASE_URL=$${TEST_DATABASE_URL:-$$(.ci/postgres)} $(BIN)/python -m tests.growth $(ONLY)

torture:
	@.ci/install dev
	@$(BIN)/python -m tests.torture $(ONLY) $(if $(WRITE),--write)

format:
	@.ci/install dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/djade --target-version 5.2 $(TEMPLATES)
	$(BIN)/djangofmt $(TEMPLATES)
	$(BIOME) --write static roles

messages:
	@.ci/install dev
	$(BIN)/python manage.py translations --update

LOCK = $(BIN)/uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-emit-index-url --no-header
lock:
	@.ci/install
	@$(BIN)/python -m pip install --quiet uv
	$(LOCK) --output-file .ci/requirements.txt
	$(LOCK) --group dev --output-file .ci/requirements-dev.txt
	@.ci/install dev
	$(BIN)/npm install --prefix .ci --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund

sbom:
	@.ci/install
	@.ci/sbom $(or $(OUT),sbom.json)
