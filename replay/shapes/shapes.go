// Package shapes makes records in the shapes that people have, to measure a replay on: what is fast on one of them need
// not be on another.
package shapes

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strings"
)

// Shape is a way that records look.
type Shape struct {
	Name string
	Key  string // the key of the records, as the flag --key takes it
	line func(random *rand.Rand, i int) string
}

// All lists the shapes.
var All = []Shape{
	{"flat", "symbol", func(r *rand.Rand, i int) string { return object(trade(r, i)) }},
	{"wide", "symbol", wide},
	{"nested", "symbol", nested},
	{"events", "actor.login", event},
	{"floats", "symbol", floats},
	{"unicode", "symbol", func(r *rand.Rand, i int) string {
		return object(append(trade(r, i), text("name", pick(r, "Zürich Größe", "東京証券取引所", "Москва биржа", "🚀 to the moon"))))
	}},
	{"escaped", "symbol", escaped},
	{"compound", "symbol,trader_id,side", func(r *rand.Rand, i int) string { return object(trade(r, i)) }},
	{"optional", "symbol", optional},
	{"numeric", "account", func(r *rand.Rand, i int) string {
		return object([]member{number("account", skewed(r)), number("amount", r.IntN(1e6)), number("ts", millis+i), {"ok", "true"}})
	}},
	{"payload object", "symbol", func(r *rand.Rand, i int) string { return envelope(r, i, object(trade(r, i))) }},
	{"payload string", "symbol", func(r *rand.Rand, i int) string {
		return envelope(r, i, quoted(object(trade(r, i))))
	}},
}

// blockLines is how many lines are made; then they repeat.
const blockLines = 40_000

// Write writes lines of a shape, at least so many bytes, always the same ones.
func (s Shape) Write(w io.Writer, bytes int64) error {
	random := rand.New(rand.NewPCG(1, 2))
	var lines []string
	out := bufio.NewWriter(w)
	for written, i := int64(0), 0; written < bytes; i++ {
		if i < blockLines {
			lines = append(lines, s.line(random, i)+"\n")
		}
		line := lines[i%blockLines]
		written += int64(len(line))
		out.WriteString(line) // an error stays until Flush
	}
	return out.Flush()
}

// member is a field with its value as JSON.
type member struct{ name, value string }

func text(name, value string) member                  { return member{name, quoted(value)} }
func number[T int | float64](name string, n T) member { return member{name, fmt.Sprint(n)} }

// escapes are those that are needed here.
var escapes = strings.NewReplacer(`"`, `\"`, `\`, `\\`, "\n", `\n`, "\t", `\t`)

func quoted(text string) string { return `"` + escapes.Replace(text) + `"` }

func object(members []member) string {
	var b strings.Builder
	for i, m := range members {
		b.WriteString(map[bool]string{true: "{", false: ","}[i == 0])
		b.WriteString(`"` + m.name + `":` + m.value)
	}
	b.WriteString("}")
	return b.String()
}

func pick(r *rand.Rand, texts ...string) string { return texts[r.IntN(len(texts))] }

// skewed draws one of 5,000 numbers, small ones more often.
func skewed(r *rand.Rand) int { return int(5000 * math.Pow(r.Float64(), 3)) }

func symbol(r *rand.Rand) string { return fmt.Sprintf("SYM%04d", skewed(r)) }

// millis is the time of the first record.
const millis = 1_700_000_000_000

// trade is the record that most shapes have something of.
func trade(r *rand.Rand, i int) []member {
	return []member{
		text("symbol", symbol(r)), number("price", math.Round(r.Float64()*50000)/100), number("quantity", r.IntN(10000)),
		text("side", pick(r, "BUY", "SELL")), text("venue", pick(r, "XNAS", "BATS", "ARCX")),
		text("trader_id", fmt.Sprintf("T%05d", r.IntN(100_000))), number("event_time", millis+i), number("_partition", i%12),
		number("trade_id", 1_000_000_000+i),
	}
}

// wide has 60 fields of changing types before the others.
func wide(r *rand.Rand, i int) string {
	var members []member
	for j := range 60 {
		m := member{fmt.Sprintf("f%02d", j), pick(r, `"lorem ipsum dolor"`, "null", "true")}
		switch r.IntN(5) {
		case 0:
			m = number(m.name, r.IntN(1e6))
		case 1:
			m = number(m.name, r.Float64())
		}
		members = append(members, m)
	}
	return object(append(members, trade(r, i)...))
}

func nested(r *rand.Rand, i int) string {
	meta := object([]member{text("venue", "XNAS"), number("seq", i), {"flags", "[1,2]"}})
	return object(append(trade(r, i), member{"meta", meta}))
}

// event is like what the API of GitHub tells.
func event(r *rand.Rand, i int) string {
	var commits []string
	for range 1 + r.IntN(3) {
		commits = append(commits, object([]member{
			text("sha", fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64())), text("message", fmt.Sprintf("fix T%05d", r.IntN(100_000))), {"distinct", "true"},
		}))
	}
	actor := object([]member{number("id", r.IntN(1e6)), text("login", symbol(r)), text("url", fmt.Sprintf("https://x/T%05d", i))})
	return object([]member{
		text("id", fmt.Sprint(i)), text("type", pick(r, "PushEvent", "WatchEvent")), {"actor", actor},
		{"repo", object([]member{number("id", i), text("name", "velo")})},
		{"payload", object([]member{{"commits", "[" + strings.Join(commits, ",") + "]"}})}, {"public", "true"},
	})
}

func floats(r *rand.Rand, i int) string {
	members := trade(r, i)
	for j := range 6 {
		members = append(members, number(fmt.Sprintf("x%d", j), r.Float64()))
	}
	return object(members)
}

func escaped(r *rand.Rand, i int) string {
	members := trade(r, i)
	members[0] = text("symbol", symbol(r)+"\n")
	return object(append(members, text("note", fmt.Sprintf("said \"%d\"\n\tand \\left\\ T%05d", i, r.IntN(100_000)))))
}

// optional has 5 to 9 of the fields in any order, the symbol always.
func optional(r *rand.Rand, i int) string {
	members := trade(r, i)
	first := members[0]
	r.Shuffle(len(members), func(a, b int) { members[a], members[b] = members[b], members[a] })
	members = members[:5+r.IntN(5)]
	for _, m := range members {
		if m == first {
			return object(members)
		}
	}
	return object(append(members, first))
}

// envelope is what kcat -J prints around a payload.
func envelope(r *rand.Rand, i int, payload string) string {
	return object([]member{
		text("topic", "t"), number("partition", i%12), number("offset", i), text("tstype", "create"), number("ts", millis+i), number("broker", 0),
		text("key", fmt.Sprintf("T%05d", r.IntN(100_000))), {"payload", payload},
	})
}
