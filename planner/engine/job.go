package engine

import "strconv"

// job reads the commands for jobs (commands.rs): START, STOP, PAUSE, RESUME, DEPLOY, ROLLBACK.
func (p *parser) job() {
	verb := p.next().word()
	p.clause = verb + " JOB"
	p.expect("JOB", verb+" JOB name")
	p.expectKind(name, "the name of the job", verb+" JOB name")
	switch verb {
	case "STOP":
		p.take("FORCE")
	case "START":
		p.jobQuery("START JOB name AS SELECT ..")
	case "DEPLOY":
		p.deploy()
	case "ROLLBACK":
		if p.take("VERSION") {
			p.expectKind(literal, "the version as a text", "ROLLBACK JOB name VERSION '1.0'")
		}
	}
}

// deploy reads what follows the name in DEPLOY JOB.
func (p *parser) deploy() {
	const form = "DEPLOY JOB name VERSION '1.0' AS SELECT .."
	p.expect("VERSION", form)
	p.expectKind(literal, "the version as a text", form)
	p.jobQuery(form)
	if !p.take("STRATEGY") {
		return
	}
	p.clause = "STRATEGY"
	const strategies = "BLUE_GREEN, CANARY(10), ROLLING or REPLACE"
	switch p.tok().word() {
	case "BLUE_GREEN", "ROLLING", "REPLACE":
		p.next()
	case "CANARY":
		p.next()
		p.expect("(", "CANARY(10)")
		t := p.expectKind(number, "a percentage", "CANARY(10)")
		if _, err := strconv.ParseUint(p.value(t), 10, 8); err != nil {
			p.fail(t.span, "the percentage must be a whole number up to 255", "CANARY(10)")
		}
		p.expect(")", "CANARY(10)")
	default:
		p.refuse("a way to deploy", strategies)
	}
}

// jobQuery reads AS and the query of a job. The WITH after it belongs to the job.
func (p *parser) jobQuery(form string) {
	outer := p.clause
	p.expect("AS", form)
	switch p.tok().word() {
	case "SELECT":
		p.query(inJob)
	case "CREATE":
		p.create()
	default:
		p.refuse("SELECT or CREATE", form)
	}
	p.clause = outer
	if p.is("WITH") {
		p.withStrict()
	}
}
