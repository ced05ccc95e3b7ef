package replay

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/velo-plan/velo-plan/replay/reading"
	"github.com/velo-plan/velo-plan/strategies"
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// TestEnvelopeValues: the columns of a message come from its envelope, its fields from inside.
func TestEnvelopeValues(t *testing.T) {
	names := []string{"_PARTITION", "_OFFSET", "_TIMESTAMP", "_topic", "_key"}
	cfg := Config{Inputs: []string{"-"}, Strategy: strategies.AlwaysHash, Partitions: 4, KeyNames: append(names, "k")}
	for _, name := range names {
		cfg.Keys = append(cfg.Keys, scalar.System{Name: name})
	}
	cfg.Keys = append(cfg.Keys, scalar.Field{Path: []string{"k"}})
	for _, line := range []string{
		`{"topic":"t","partition":3,"offset":5,"tstype":"create","ts":9,"broker":0,"key":"a","payload":"{\"k\":\"v\",\"_offset\":6}"}`,
		`{"topic":"t","partition":3,"offset":5,"ts":9,"key":"a","payload":{"k":"v"}}`,
		`{"topic":"t","key":"\u0061","value":" {\n\"k\":\t\"\\u0076\"\n} ","timestamp":9,"partition":3.0,"offset":5}`,
		`{"topic":"t","key":"a","offset":5,"timestamp":9,"partition":null,"value":"{\"_partition\":3,\"k\":\"v\",\"topic\":1}"}`,
		`{"_topic":"t","_key":"a","_offset":5,"_timestamp":9,"_partition":3,"k":"v","payload":{"k":"w"}}`,
	} {
		var seen spy
		cfg.Stdin, cfg.Strategy = strings.NewReader(line), seen.on(strategies.AlwaysHash)
		if _, err := Run(t.Context(), cfg); err != nil {
			t.Fatal(err)
		}
		want := []scalar.Value{scalar.Int(3), scalar.Int(5), scalar.Int(9), scalar.String("t"), scalar.String("a"), scalar.String("v")}
		sum := hash.Default().Sum(strategies.AppendKeyBytes(nil, hash.Default(), want))
		if len(seen.seen) != 1 || seen.seen[0].record.Hash != sum || seen.seen[0].record.SourcePartition != 3 {
			t.Errorf("%s: %+v", line, seen.seen)
		}
	}
}

// TestEnvelopeByFirstRecord: what is no record before the first one does not decide, what comes
// after it neither.
func TestEnvelopeByFirstRecord(t *testing.T) {
	const kcat, rpk = `{"topic":"t","partition":0,"offset":1,"payload":"{}"}`, `{"topic":"t","partition":0,"offset":1,"value":{}}`
	for content, want := range map[string]struct {
		envelope reading.Envelope
		records  uint64
	}{
		"":                                     {"", 0},
		"x\n[]\n\n":                            {"", 0},
		kcat:                                   {reading.EnvelopeKcat, 1},
		"x\n" + kcat + "\n{}\n":                {reading.EnvelopeKcat, 1},
		"{}\n" + kcat:                          {reading.EnvelopeFlat, 2},
		rpk + "\n" + kcat:                      {reading.EnvelopeRpk, 1},
		`{"topic":1,"payload":"{}"}`:           {reading.EnvelopeFlat, 1},
		`{"topic":1,"partition":2,"offset":3}`: {reading.EnvelopeFlat, 1},
		strings.Repeat("\n", 1000) + rpk:       {reading.EnvelopeRpk, 1},
	} {
		cfg := roundRobin(write(t, "in", content))
		cfg.blockBytes = 64
		report, err := Run(t.Context(), cfg)
		if err != nil || report.Input.Records != want.records {
			t.Errorf("%q: error %v, %+v", content, err, report.Input)
		}
		if diff := cmp.Diff([]string{string(want.envelope)}, report.Input.Envelopes); diff != "" {
			t.Errorf("%q: %s", content, diff)
		}
	}
}

// TestNoPayload: messages that hold no record have a reason of their own.
func TestNoPayload(t *testing.T) {
	payloads := []string{`""`, `" "`, `"x"`, `"[1]"`, `"{"`, `"{}{}"`, `"{\"a\":\"\n\"}"`, `7`, `[{}]`, `true`, `"{\"a\":1}\u0000"`}
	var content strings.Builder
	for _, payload := range payloads {
		content.WriteString(`{"topic":"t","partition":0,"offset":1,"payload":` + payload + "}\n")
	}
	content.WriteString("{\"topic\":\"t\"}\n")
	cfg := roundRobin(write(t, "in", content.String()))
	cfg.Envelope = reading.EnvelopeKcat
	report, err := Run(t.Context(), cfg)
	if err != nil || report.Input.Records != 0 || report.Input.Rejected.ByReason["payload_not_an_object"] != uint64(len(payloads)+1) {
		t.Errorf("error %v, %+v", err, report.Input)
	}
}
