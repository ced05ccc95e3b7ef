package replay

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math"
	"slices"
	"sync"

	"github.com/cespare/xxhash/v2"
	"github.com/velo-plan/velo-plan/replay/counting"
	"github.com/velo-plan/velo-plan/replay/ndjson"
	"github.com/velo-plan/velo-plan/replay/ndjson/ndjsontest"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/replay/report"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// routed is a record as the strategy saw it, and what it answered.
type routed struct {
	record    strategies.Record
	partition int
}

// spy is a strategy that writes down what another one does.
type spy struct {
	mu   sync.Mutex
	seen []routed
}

func (s *spy) on(strategy strategies.Strategy) strategies.Strategy {
	bind := strategy.Bind
	strategy.Bind = func(ctx strategies.RoutingContext) (strategies.Partitioner, error) {
		p, err := bind(ctx)
		return spyPartitioner{s, p}, err
	}
	return strategy
}

// inOrder returns what was seen, by ordinal.
func (s *spy) inOrder() []routed {
	slices.SortFunc(s.seen, func(a, b routed) int { return int(a.record.Ordinal) - int(b.record.Ordinal) })
	return s.seen
}

type spyPartitioner struct {
	spy  *spy
	next strategies.Partitioner
}

func (p spyPartitioner) Partition(r strategies.Record) int {
	n := p.next.Partition(r)
	p.spy.mu.Lock()
	defer p.spy.mu.Unlock()
	p.spy.seen = append(p.spy.seen, routed{r, n})
	return n
}

// expected is what a replay should do.
type expected struct {
	report   *report.Report
	routed   []routed
	written  [][]byte // the file of each partition
	rejected []byte
}

// reference does the whole job on the contents of the inputs in a simple way: all in memory, by
// encoding/json, for keys that are plain fields. The report has no times.
func reference(cfg Config, contents [][]byte) expected {
	j, err := newJob(cfg)
	if err != nil {
		panic(err)
	}
	partitioner, _ := cfg.Strategy.Bind(j.ways[0].context)
	all, envelopes, ps := reading.Totals{ByReason: make(map[ndjson.Reason]uint64)}, make([]reading.Envelope, len(contents)), j.ways[0].partitions
	formats := make([]reading.Format, len(contents))
	for _, key := range j.Keys {
		f := reading.FieldUse{Field: key.(scalar.Field).Path[0], UsedBy: []string{reading.UsedByKey, reading.UsedByGroups}}
		if !slices.ContainsFunc(all.Fields, func(g reading.FieldUse) bool { return g.Field == f.Field }) {
			all.Fields = append(all.Fields, f)
		}
	}
	want := expected{written: make([][]byte, cfg.Partitions)}
	for i, content := range contents {
		if cfg.Limit > 0 && all.Records == cfg.Limit {
			break
		}
		text := bytes.TrimPrefix(content, []byte("\ufeff"))
		all.Bytes += uint64(len(content) - len(text))
		lines := bytes.SplitAfter(text, []byte("\n"))
		for n, whole := range lines {
			if len(whole) == 0 || cfg.Limit > 0 && all.Records == cfg.Limit {
				continue // after the last line end, or the end
			}
			all.Lines++
			all.Bytes += uint64(len(whole))
			line := bytes.TrimSuffix(bytes.TrimSuffix(whole, []byte("\n")), []byte("\r"))
			formats[i] = reading.FormatLines
			if envelopes[i] == "" {
				envelopes[i] = referenceEnvelope(j, line)
			}
			if whole[len(whole)-1] != '\n' {
				whole = append(whole[:len(whole):len(whole)], '\n')
			}
			r, why := referenceRecord(j, line, envelopes[i])
			switch why {
			case "accepted":
				r.record.Ordinal = all.Records
				r.partition = partitioner.Partition(r.record)
				all.Records++
				all.Kinds = reading.MergeKinds(all.Kinds, r.kinds)
				for i, f := range all.Fields {
					all.Fields[i].Seen = f.Seen || slices.Contains(r.has, f.Field)
				}
				if r.lacks {
					all.MissingKeys++
				}
				if r.nullKey {
					all.NullKeys++
				}
				if r.noSource {
					all.MissingSources++
				}
				p := ps.List[r.partition]
				p.Records++
				p.Bytes += uint64(len(line))
				p.Sources.Add(r.record.SourcePartition, r.record.Ordinal, r.noSource)
				if len(r.key) > 0 {
					p.Groups.Add(xxhash.Sum64(r.key), r.key, counting.InGroup)
				}
				if ps.Scope.Routes {
					route := binary.LittleEndian.AppendUint64(nil, r.record.Hash)
					p.Routes.Add(counting.Mix(r.record.Hash), route, 0)
				}
				want.routed = append(want.routed, r.routed)
				want.written[r.partition] = append(want.written[r.partition], whole...)
			case "blank":
				all.Blank++
			default:
				all.Rejected++
				all.ByReason[reasonOf(why)]++
				if len(all.First) < reading.MaxFirst {
					all.First = append(all.First, withFault(reading.RejectedLine{File: cfg.Inputs[i], Line: uint64(n + 1), Reason: why}, line))
				}
				want.rejected = append(want.rejected, whole...)
			}
		}
	}
	r := j.newResult(all, envelopes, formats, 0, nil)
	want.report = report.New(r, j.options)
	return want
}

// referenceEnvelope says in which envelope the record of the first line is, if it is one.
func referenceEnvelope(j *job, line []byte) reading.Envelope {
	if j.Envelope != reading.EnvelopeAuto {
		return j.Envelope
	}
	if why, _ := ndjsontest.Line(line, nil); why != "accepted" || len(line) > j.MaxLineBytes {
		return ""
	}
	has := ndjsontest.Fields(line)
	switch {
	case has["topic"] == nil || has["partition"] == nil || has["offset"] == nil:
		return reading.EnvelopeFlat
	case has["payload"] != nil:
		return reading.EnvelopeKcat
	case has["value"] != nil:
		return reading.EnvelopeRpk
	}
	return reading.EnvelopeFlat
}

type referenceResult struct {
	routed
	key               []byte // canonical bytes
	nullKey, noSource bool
	lacks             bool     // a field of the key
	has               []string // fields of the key
	kinds             []reading.Kinds
}

func referenceRecord(j *job, line []byte, envelope reading.Envelope) (r referenceResult, why string) {
	if len(line) > j.MaxLineBytes {
		return r, "line_too_long"
	}
	if why, _ = ndjsontest.Line(line, nil); why != "accepted" {
		return r, why
	}
	fields := ndjsontest.Fields(line)
	var sources []json.RawMessage
	if name := map[reading.Envelope]string{reading.EnvelopeKcat: "payload", reading.EnvelopeRpk: "value"}[envelope]; name != "" {
		sources = append(sources, fields["partition"])
		payload, why := ndjsontest.Payload(fields[name])
		if payload == nil {
			return r, why
		}
		fields = ndjsontest.Fields(payload)
	}
	sources = append(sources, fields["_partition"], fields["__partition__"])
	var values []scalar.Value
	for _, key := range j.Keys {
		name := key.(scalar.Field).Path[0]
		raw, ok := fields[name]
		if !ok {
			raw, r.lacks = []byte("null"), true
		} else {
			r.has = append(r.has, name)
		}
		v, err := scalar.FromJSON(raw)
		if err != nil {
			return r, "key_not_evaluable"
		}
		r.nullKey = r.nullKey || v.IsNull()
		kind, known := map[byte]scalar.Kind{'n': scalar.KindNull, 't': scalar.KindBool, 'f': scalar.KindBool, '"': scalar.KindString, '{': scalar.KindJSON, '[': scalar.KindJSON}[raw[0]]
		if !known {
			kind = scalar.KindNumber
		}
		r.kinds = append(r.kinds, 1<<kind)
		values = append(values, v)
	}
	if len(values) > 0 {
		r.key = strategies.AppendKeyBytes(nil, hash.Default(), values)
		r.record.Hash = j.Hash.Sum(strategies.AppendKeyBytes(nil, j.Hash, values))
	}
	r.noSource = true
	for _, source := range sources {
		var n float64
		if json.Unmarshal(source, &n) == nil && string(source) != "null" && r.noSource &&
			n == math.Trunc(n) && n >= 0 && n <= math.MaxInt32 {
			r.record.SourcePartition, r.noSource = int32(n), false
		}
	}
	return r, "accepted"
}

// withFault adds where a line is wrong.
func withFault(rejected reading.RejectedLine, line []byte) reading.RejectedLine {
	fault := ndjson.Explain(line, reasonOf(rejected.Reason))
	rejected.Column, rejected.Expected, rejected.Excerpt = fault.Column, fault.Expected, fault.Excerpt
	return rejected
}

// reasonOf returns the reason that the report calls so.
func reasonOf(name string) ndjson.Reason {
	for r := range ndjson.Reasons {
		if r.String() == name {
			return r
		}
	}
	panic(name)
}
