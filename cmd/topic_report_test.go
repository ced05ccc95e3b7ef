package cmd

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/velo-plan/velo-plan/replay/report"
)

// messyTopic starts a broker with a topic of three partitions with 100 records each, twelve of which in all
// are no records that can be routed, and returns its address.
func messyTopic(t *testing.T) string {
	t.Helper()
	cluster, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.SeedTopics(3, "messy", "empty"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(cluster.Close)
	var records []*kgo.Record
	for i := range 300 {
		r := &kgo.Record{Topic: "messy", Partition: int32(i % 3), Value: fmt.Appendf(nil, `{"symbol":"S%d"}`, i%7)}
		switch i / 3 {
		case 40:
			r.Value = nil
		case 50:
			r.Value = []byte("[1]")
		case 60:
			r.Value = []byte("{")
		case 70:
			r.Value = []byte(" ")
		}
		records = append(records, r)
	}
	client, err := kgo.NewClient(kgo.SeedBrokers(cluster.ListenAddrs()...), kgo.RecordPartitioner(kgo.ManualPartitioner()))
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if err := client.ProduceSync(t.Context(), records...).FirstErr(); err != nil {
		t.Fatal(err)
	}
	return cluster.ListenAddrs()[0]
}

// interrupter is an output behind whose first write Ctrl-C comes.
type interrupter struct{ text strings.Builder }

func (w *interrupter) String() string { return w.text.String() }

func (w *interrupter) Write(b []byte) (int, error) {
	first := w.text.Len() == 0
	w.text.Write(b)
	if !first {
		return len(b), nil
	}
	self, err := os.FindProcess(os.Getpid())
	return len(b), errors.Join(err, self.Signal(os.Interrupt))
}

// Reports of a topic fit the schema, whatever there is to say about it.
func TestTopicReportsFitSchema(t *testing.T) {
	schema, broker, folder := compiled(t, "replay", true), messyTopic(t), t.TempDir()
	state := func(name string) string { return filepath.Join(folder, name) }
	topic := func(args ...string) []string {
		return append([]string{"replay", "--brokers", broker, "--topic", "messy", "--strategy", "hash", "--key", "symbol", "-f", "json"}, args...)
	}
	for _, test := range []struct {
		name  string
		args  []string
		code  int
		holds func(r *report.Report) bool
	}{
		{"bounded", topic(), exitFine, func(r *report.Report) bool {
			return r.Complete && r.Input.Lines == 300 && len(r.Input.Topic.Partitions) == 3 && *r.Input.Topic.Partitions[2].End == 100
		}},
		{"rejected", topic(), exitFine, func(r *report.Report) bool {
			rejected := r.Input.Rejected
			return rejected.Count == 12 && rejected.ByReason["null_value"] == 6 && len(rejected.First) == 10 && *rejected.First[9].Offset > 0
		}},
		{"part", topic("--to", "20", "--state", state("a")), exitFine, func(r *report.Report) bool { return r.Input.Records == 60 }},
		{"nothing", topic("--topic", "empty"), exitFine, func(r *report.Report) bool { return len(r.Input.Topic.Partitions[0].Read) == 0 }},
		{"group", topic("--group", "check", "--from", "30", "--state", state("b")), exitFine, func(r *report.Report) bool { return r.Input.Topic.Group == "check" }},
		{"merged", []string{"replay", "merge", state("a"), state("b"), "-f", "json"}, exitUsage, func(r *report.Report) bool {
			return !r.Complete && len(r.Input.Topic.Partitions[0].Read) == 2
		}},
		{"partial", topic("--on-error", "fail"), exitFindings, func(r *report.Report) bool {
			return !r.Complete && strings.HasPrefix(r.Partial.Because, "messy, partition ")
		}},
		{"follow", topic("--follow"), exitInterrupted, func(r *report.Report) bool {
			return r.Input.Topic.Partitions[0].End == nil && r.Input.Topic.Partitions[0].Records == 100
		}},
	} {
		var out interface {
			io.Writer
			String() string
		} = &bytes.Buffer{}
		if test.code == exitInterrupted {
			out = &interrupter{}
		}
		var errOut bytes.Buffer
		if code := Main(test.args, strings.NewReader(""), out, &errOut); code != test.code {
			t.Errorf("%s: exit code %d: %s", test.name, code, errOut.String())
		}
		documents := 0
		for d := json.NewDecoder(strings.NewReader(out.String())); d.More(); documents++ {
			var text json.RawMessage
			var r report.Report
			if err := errors.Join(d.Decode(&text), json.Unmarshal(text, &r)); err != nil {
				t.Fatalf("%s: %v", test.name, err)
			}
			validate(t, schema, test.name, string(text))
			if r.Input.Topic == nil || !test.holds(&r) {
				t.Errorf("%s: %s", test.name, text)
			}
		}
		if documents == 0 || test.code != exitInterrupted && documents > 1 {
			t.Errorf("%s: %d reports", test.name, documents)
		}
	}
}
