package cmd

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/velo-plan/velo-plan/replay/objects"
	"github.com/velo-plan/velo-plan/replay/objects/objectstest"
)

// TestObjects: objects of a store are read as files are, and what is wrong with one is said with its address.
func TestObjects(t *testing.T) {
	records, err := os.ReadFile(filepath.Join("..", "testdata", "records", "trades.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	objectstest.New(t, map[string]string{"topics/t/partition=0/t+0+00.json": string(records), "topics/t/partition=3/t+3+00.csv": "symbol,x\nA,1\nA,2\n"})
	objectStore = sync.OnceValues(objects.New)
	replay := func(args ...string) (string, string, int) {
		var out, errOut bytes.Buffer
		code := Main(append([]string{"replay", "--strategy", "hash", "--key", "symbol", "-f", "json"}, args...), strings.NewReader(""), &out, &errOut)
		return out.String(), errOut.String(), code
	}
	out, errOut, code := replay("s3://bucket/topics/**")
	for _, want := range []string{`"records": 2002,`, `"ndjson",`, `"csv"`, `"missing_partition": 0`} {
		if !strings.Contains(out, want) || code != exitFine {
			t.Errorf("exit code %d, %s, no %s in %s", code, errOut, want, out)
		}
	}
	if _, errOut, code := replay("s3://bucket/none.csv"); code != exitUsage || !strings.Contains(errOut, "s3://bucket/none.csv: there is no such object") {
		t.Errorf("exit code %d: %s", code, errOut)
	}
}
