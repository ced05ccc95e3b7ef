package engine

import (
	"fmt"
	"strconv"
)

// bounded rejects a number that is not whole or does not fit in the given number of bits.
func (p *parser) bounded(t token, bits int) {
	if _, err := strconv.ParseUint(p.value(t), 10, bits); err != nil {
		p.fail(t.span, fmt.Sprintf("%s is not a whole number of at most %d bits", p.slice(t.span), bits), "a whole number")
	}
}

// wholeNumber rejects what Rust's i64 cannot read; a sign is allowed.
func (p *parser) wholeNumber(t token, form string) {
	if _, err := strconv.ParseInt(p.value(t), 10, 64); err != nil {
		p.fail(t.span, p.slice(t.span)+" is not a whole number", form)
	}
}

// unit reads the unit of an INTERVAL in an expression or a frame, which must be known.
func (p *parser) unit(form string) {
	u := p.expectKind(name, "a unit of time", form)
	if unitsOfInterval[upper(p.value(u))] == "" {
		p.fail(u.span, p.slice(u.span)+" is not a unit of INTERVAL", "MILLISECOND, SECOND, MINUTE, HOUR or DAY, singular or plural")
	}
}
