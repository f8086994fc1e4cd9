# The two commands of the README are `make demo` and `make test`; each does its own set-up.

SHELL := /bin/bash
.DELETE_ON_ERROR:

# Debian and Ubuntu package names.
BUILD_PACKAGES := libcurl4-openssl-dev libncurses-dev libsqlite3-dev libyaml-dev libsimdjson-dev libmicrohttpd-dev libssl-dev
TEST_PACKAGES  := python3 curl tmux openssl gcc libc6-dev openjdk-17-jre-headless ncurses-term redis-tools
BENCH_PACKAGES := python3 htop redis-server

SWIFT   ?= swift
RELEASE := -c release --static-swift-stdlib
AZIMUTH := .build/release/azimuth

# Packed servers that the live tests start (see Tests/Live/README.md).
export AZIMUTH_PEERS ?= $(abspath ../shared/peers)

.PHONY: help demo test unit live fuzz build setup setup-tests lint format bench soak install clean

help:
	@echo 'make demo      build and open the console on a simulated estate'
	@echo 'make test      all tests: units, then the console against real servers'
	@echo 'make unit      the unit tests alone            make live    the tests against real servers alone'
	@echo 'make build     the release binary              make bench   ratios against named baselines'
	@echo 'make soak      500 nodes, 200 of them dead, for an hour'
	@echo 'make fuzz      TARGET=resp (redis, json, estate, routes, metrics) for SECONDS=600 with libFuzzer'
	@echo 'make lint      formatting                      make install PREFIX=/usr/local'

setup:
	@Tools/install-packages $(BUILD_PACKAGES)

setup-tests:
	@Tools/install-packages $(BUILD_PACKAGES) $(TEST_PACKAGES)

build: setup
	$(SWIFT) build $(RELEASE) --product azimuth

demo: build
	@$(AZIMUTH) demo

test: setup-tests lint unit live

unit: setup-tests
	$(SWIFT) build --build-tests --explicit-target-dependency-import-check error
	# One after another: tests hold threads (servers of their own, children), and with two cores that starves the
	# deadlines of those beside them.
	Tools/watched-tests $(SWIFT) test --skip-build --no-parallel

live: setup-tests build
	python3 -u Tests/Live/run.py $(LIVE)

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Benchmarks Fuzz

format:
	$(SWIFT) format --in-place --recursive --parallel Package.swift Sources Tests Benchmarks Fuzz

# What is built for libFuzzer is of no use otherwise, so it has a folder of its own. The bounds are libFuzzer's: a single
# allocation of more than 64 MB, 1 GB in all, or 5 seconds for one input are findings.
TARGET  ?= resp
SECONDS ?= 600
FUZZED  := .build/fuzz
fuzz: setup
	AZIMUTH_FUZZ=$(TARGET) $(SWIFT) build -c release --product Fuzz --scratch-path $(FUZZED) -Xswiftc -sanitize=fuzzer -Xswiftc -use-ld=lld
	@mkdir -p $(FUZZED)/corpus/$(TARGET) $(FUZZED)/findings
	# Without Swift's own report of a crash libFuzzer keeps the input that led to it.
	SWIFT_BACKTRACE=enable=no AZIMUTH_FUZZ=$(TARGET) $(FUZZED)/release/Fuzz -max_total_time=$(SECONDS) -max_len=8192 -timeout=5 -malloc_limit_mb=64 \
	    -rss_limit_mb=1024 -print_final_stats=1 -artifact_prefix=$(FUZZED)/findings/$(TARGET)- $(FUZZED)/corpus/$(TARGET) Fuzz/Corpus/$(TARGET)

# For as long as SECONDS_OF_SOAK says, an hour by default.
soak: build
	python3 -u Benchmarks/soak.py

bench: build
	@Tools/install-packages $(BENCH_PACKAGES)
	$(SWIFT) build $(RELEASE) --product Benchmarks
	Benchmarks/run

PREFIX ?= /usr/local
install: build
	install -D -m 755 $(AZIMUTH) $(DESTDIR)$(PREFIX)/bin/azimuth
	install -D -m 644 -t $(DESTDIR)$(PREFIX)/share/azimuth/themes themes/*.theme

clean:
	rm -rf .build
