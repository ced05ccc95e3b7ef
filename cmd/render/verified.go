package render

import (
	"fmt"
	"strings"

	"github.com/velo-plan/velo-plan/planner"
	"github.com/velo-plan/velo-plan/replay/keyedby"
)

// Verified is plans with what the records of topics show about their keys. Its JSON is that of the plans, with the
// topics next to them.
type Verified struct {
	*planner.Result
	Topics []VerifiedTopic `json:"verified,omitempty"`
}

// VerifiedTopic is what the records of one topic show.
type VerifiedTopic struct {
	Topic   string   `json:"topic"`
	Streams []string `json:"streams"` // what the jobs call it
	keyedby.Verdict
	Declared []DeclaredKey `json:"declared"` // what else is said of its key
}

// The values of DeclaredKey.Result.
const (
	DeclaredHolds   = "holds"   // the records show the same key
	DeclaredDiffers = "differs" // the records show another key, but do not contradict this one
	DeclaredOpen    = "open"    // the records neither show nor contradict it
	DeclaredRefuted = "refuted" // the records contradict it
)

// DeclaredKey is a key that something other than the records states, and what the records show about it.
type DeclaredKey struct {
	Stream    string           `json:"stream"`
	Key       []string         `json:"key"`
	Result    string           `json:"result"`
	Conflicts int              `json:"conflicts,omitempty"` // records that contradict it
	Example   *keyedby.Example `json:"example,omitempty"`
}

// VerifiedText prints what the records of topics show, for a terminal. With quiet there are no warnings.
func VerifiedText(topics []VerifiedTopic, quiet bool, o Options) string {
	p := &page{Options: o}
	for _, t := range topics {
		p.row(piece{}, piece{"Topic " + t.Topic, bold}, text(": "+t.sentence()))
		if quiet {
			continue
		}
		for _, n := range t.notes() {
			p.row(piece{n.Kind + ": ", kindInk(n.Kind)}, text(n.Text))
		}
	}
	return p.String()
}

// VerifiedMarkdown prints the same for a pull request.
func VerifiedMarkdown(topics []VerifiedTopic) string {
	m := &markdown{}
	for _, t := range topics {
		m.printf("> **Topic %s**: %s\n", escape(t.Topic), escape(t.sentence()))
		for _, n := range t.notes() {
			m.printf(">\n> **%s:** %s\n", escape(capital(n.Kind)), escape(n.Text))
		}
		m.WriteByte('\n')
	}
	return m.String()
}

// partitionerNames tell whose the partitioners are.
var partitionerNames = map[string]string{
	"murmur2": "murmur2 (Kafka's Java client)",
	"crc32":   "crc32 (librdkafka's consistent partitioners)",
}

// keyForms tell how a record key holds fields; forms that are not listed need no words.
var keyForms = map[string]string{
	keyedby.FormPiped:   ", their texts with | between them",
	keyedby.FormJSON:    ", a JSON text",
	keyedby.FormInteger: ", a binary integer",
	keyedby.FormSchema:  ", which has a schema",
	keyedby.FormOther:   ", which is written otherwise",
}

// sentence puts a verdict into words.
func (t *VerifiedTopic) sentence() string {
	switch t.Outcome {
	case keyedby.Decided:
		return t.decided()
	case keyedby.Undecided:
		return sentence("which field decides the partition cannot be told: " + t.Because)
	}
	return t.undone()
}

// decided tells which fields determine the partition, how, and in how many records that is seen.
func (t *VerifiedTopic) decided() string {
	verb, its := " decides", "its text"
	if len(t.Fields) > 1 {
		verb, its = " together decide", "their texts with | between them"
	}
	sample := fmt.Sprintf("%s of %s", count(uint64(t.Records)), counted(uint64(t.Records), "sampled record"))
	where := fmt.Sprintf("%s of %s", count(uint64(t.Seen)), counted(uint64(t.Partitions), "partition"))
	if t.Seen == t.Partitions {
		where = fmt.Sprintf("all %s", counted(uint64(t.Partitions), "partition"))
	}
	head := names(t.Fields) + verb + " the partition, by "
	switch {
	case t.By == keyedby.ByField:
		return fmt.Sprintf("%s%s of %s, which is not sent as the record key: %s, %s, %s.", head, partitionerNames[t.Partitioner], its,
			sample, counted(uint64(t.Distinct), "distinct value"), where)
	case t.By == keyedby.ByCustom && t.Form != "":
		return fmt.Sprintf("%sthe record key%s, but by no partitioner known here (a custom one): %s, each of %s in one partition, %s.", head,
			keyForms[t.Form], sample, counted(uint64(t.Distinct), "distinct key"), where)
	case t.By == keyedby.ByCustom:
		return fmt.Sprintf("%sno partitioner known here (a custom one): %s, each of %s in one partition, %s.", head,
			sample, counted(uint64(t.Distinct), "distinct value"), where)
	case t.Partitioner == "":
		return fmt.Sprintf("%sthe record key%s: %s, %s, %s. So few keys do not tell by which partitioner.", head, keyForms[t.Form],
			sample, counted(uint64(t.Distinct), "distinct key"), where)
	}
	return fmt.Sprintf("%s%s of the record key%s: %s, %s, %s.", head, partitionerNames[t.Partitioner], keyForms[t.Form],
		sample, counted(uint64(t.Distinct), "distinct key"), where)
}

// undone tells why no field determines the partition, and what is seen instead.
func (t *VerifiedTopic) undone() string {
	var b strings.Builder
	b.WriteString(sentence("no field decides the partition of all records: " + t.Because))
	if len(t.Fields) > 0 {
		fmt.Fprintf(&b, " The record key is %s%s.", names(t.Fields), keyForms[t.Form])
	}
	if t.Partitioner != "" && t.Exceptions+t.Keyless < t.Records {
		fmt.Fprintf(&b, " It places records by %s.", partitionerNames[t.Partitioner])
	}
	fmt.Fprintf(&b, " %s sampled", counted(uint64(t.Records), "record"))
	if t.Exceptions > 0 && t.Example != nil {
		fmt.Fprintf(&b, ", %s; the first: %s", counted(uint64(t.Exceptions), "exception"), shownExample(t.Example))
	}
	b.WriteByte('.')
	if t.GrownFrom > 0 {
		fmt.Fprintf(&b, " All exceptions fit %s: the topic seems to have grown from %d to %d, and they are older than that.",
			counted(uint64(t.GrownFrom), "partition"), t.GrownFrom, t.Partitions)
	}
	return b.String()
}

// shownExample describes a record that contradicts.
func shownExample(e *keyedby.Example) string {
	text := fmt.Sprintf("partition %d, offset %d, ", e.Partition, e.Offset)
	switch {
	case e.Other != nil:
		return text + fmt.Sprintf("value %s, which is in partition %d too", e.Key, *e.Other)
	case e.NoKey:
		return text + "without a key"
	}
	return text + "key " + e.Key
}

// notes returns further remarks.
func (t *VerifiedTopic) notes() []Note {
	var list []Note
	if t.Fieldless > 0 && t.Fieldless < t.Records {
		list = append(list, Note{Kind: "note", Text: counted(uint64(t.Fieldless), "sampled record") + " without a JSON object say nothing of fields."})
	}
	if t.Keyless > 0 && t.Keyless < t.Records {
		list = append(list, Note{Kind: "note", Text: counted(uint64(t.Keyless), "sampled record") + " without a key: producers spread such records."})
	}
	if len(t.Same) > 0 {
		list = append(list, Note{Kind: "note", Text: "The same in every sampled record: " + names(t.Same) + "."})
	}
	for _, d := range t.Declared {
		if n := t.declared(d); n.Text != "" {
			list = append(list, n)
		}
	}
	return list
}

// declared tells what the records show about a declared key.
func (t *VerifiedTopic) declared(d DeclaredKey) Note {
	said := fmt.Sprintf("%s is declared to be keyed by %s", d.Stream, names(d.Key))
	switch d.Result {
	case DeclaredRefuted:
		return Note{Kind: "warning", Text: fmt.Sprintf("%s, which %s contradict; the first: %s. The plan does not rest on it.",
			said, counted(uint64(d.Conflicts), "sampled record"), shownExample(d.Example))}
	case DeclaredDiffers:
		return Note{Kind: "note", Text: fmt.Sprintf("%s, which no sampled record contradicts; the plan takes %s, which decides by itself.", said, names(t.Fields))}
	case DeclaredOpen:
		return Note{Kind: "note", Text: said + ", which no sampled record contradicts, so the plan takes it; they do not prove it."}
	}
	return Note{}
}
