# The commands that people run; .ci/run runs the checks.
.PHONY: build test race lint fuzz generate bench

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

bench:
	go test -run '^$$' -bench . -benchmem ./...
