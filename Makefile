# The commands that people run; .ci/run runs the checks.
.PHONY: build test race lint fuzz generate docs bench microbench

build:
	go build -o bin/velo-plan .

test:
	go test ./...

race:
	go test -race ./...

lint:
	go vet ./...
	go tool staticcheck ./...

# Each fuzz target for a while: make fuzz FUZZTIME=10m
FUZZTIME ?= 30s
fuzz:
	.ci/fuzz $(FUZZTIME)

generate:
	go generate ./...

# A man page for each command: make docs MANDIR=/usr/local/share/man/man1
MANDIR ?= dist/man/man1
docs:
	go run ./cmd/man $(MANDIR)

# Whole processes on files that it generates, against wc and the program one would write, with the bars.
bench:
	go run ./replay/bench

microbench:
	go test -run '^$$' -bench . -benchmem ./...
