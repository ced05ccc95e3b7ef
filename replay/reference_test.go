package replay

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"sync"

	"github.com/cespare/xxhash/v2"

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

// reference does the whole job on the contents of the inputs in a simple way: all in memory, by
// encoding/json, for keys that are plain fields. It returns the report without its times.
func reference(cfg Config, contents [][]byte) (*Report, []routed) {
	j, err := newJob(cfg)
	if err != nil {
		panic(err)
	}
	partitioner, _ := cfg.Strategy.Bind(j.context)
	s := &source{totals: totals{byReason: make(map[reason]uint64)}}
	var all []routed
	for i, content := range contents {
		s.totals.bytes += uint64(len(content))
		lines := bytes.SplitAfter(bytes.TrimPrefix(content, []byte("\ufeff")), []byte("\n"))
		for n, line := range lines {
			if len(line) == 0 {
				continue // behind the last line end
			}
			s.totals.lines++
			line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
			r, why := referenceRecord(j, line)
			switch why {
			case accepted:
				r.record.Ordinal = s.totals.records
				r.partition = partitioner.Partition(r.record)
				s.totals.records++
				c := &chunk{base: r.record.Ordinal, keyBytes: r.key, records: []record{{
					hash: r.record.Hash, group: xxhash.Sum64(r.key), length: uint32(len(line)),
					keyLen: uint32(len(r.key)), source: r.record.SourcePartition,
				}}}
				if r.nullKey {
					s.totals.nullKeys++
				}
				if r.noSource {
					s.totals.missingSources++
					c.records[0].flags = noSource
				}
				j.partitions.list[r.partition].add(&j.partitions.counting, c, 0)
				all = append(all, r.routed)
			case blank:
				s.totals.blank++
			default:
				s.totals.rejected++
				s.totals.byReason[why]++
				if len(s.totals.first) < maxFirst {
					s.totals.first = append(s.totals.first, RejectedLine{cfg.Inputs[i], uint64(n + 1), why.String()})
				}
			}
		}
	}
	return j.result(s, 0, nil).report(j.options), all
}

type referenceResult struct {
	routed
	key               []byte // canonical bytes
	nullKey, noSource bool
}

func referenceRecord(j *job, line []byte) (r referenceResult, why reason) {
	if len(line) > j.MaxLineBytes {
		return r, lineTooLong
	}
	if why, _ = slowLine(line, nil); why != accepted {
		return r, why
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(line, &fields); err != nil {
		panic(err)
	}
	var values []scalar.Value
	for _, key := range j.Keys {
		raw, ok := fields[key.(scalar.Field).Path[0]]
		if !ok {
			raw = []byte("null")
		}
		v, err := scalar.FromJSON(raw)
		if err != nil {
			return r, keyNotEvaluable
		}
		r.nullKey = r.nullKey || v.IsNull()
		values = append(values, v)
	}
	if len(values) > 0 {
		r.key = strategies.AppendKeyBytes(nil, hash.Default(), values)
		r.record.Hash = j.Hash.Sum(strategies.AppendKeyBytes(nil, j.Hash, values))
	}
	r.noSource = true
	for _, name := range []string{"_partition", "__partition__"} {
		var n float64
		if json.Unmarshal(fields[name], &n) == nil && string(fields[name]) != "null" && r.noSource &&
			n == math.Trunc(n) && n >= 0 && n <= math.MaxInt32 {
			r.record.SourcePartition, r.noSource = int32(n), false
		}
	}
	return r, accepted
}
