# The daily commands. `mvn -B -ntp verify` is the whole gate.
.DEFAULT_GOAL := help
.PHONY: help run demo verify bench format

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 10

run: ## start the gateway with the demo and keep it running
	mvn spring-boot:run

demo: ## play the demo once; fails when anything was not as expected
	mvn spring-boot:run -Dspring-boot.run.arguments=--anze.demo.exit=true

verify: ## format check, compile, all tests
	mvn -B -ntp verify

bench: ## records per second over the full path, and the share of each step
	mvn -B -ntp -Pbench verify

format: ## let the formatter lay out the Java files
	mvn -B -ntp spotless:apply
