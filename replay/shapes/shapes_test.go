package shapes

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// TestShapes: every line is an object that has the key, the same ones every time.
func TestShapes(t *testing.T) {
	for _, s := range All {
		var out, again bytes.Buffer
		if s.Write(&out, 50_000) != nil || s.Write(&again, 50_000) != nil || !bytes.Equal(out.Bytes(), again.Bytes()) || out.Len() < 50_000 {
			t.Errorf("%s: %d bytes, then %d others", s.Name, out.Len(), again.Len())
		}
		for line := range bytes.Lines(out.Bytes()) {
			var record map[string]any
			if err := json.Unmarshal(line, &record); err != nil {
				t.Fatalf("%s: %s: %v", s.Name, line, err)
			}
			switch payload := record["payload"].(type) {
			case string:
				record = nil
				if err := json.Unmarshal([]byte(payload), &record); err != nil {
					t.Fatalf("%s: %s: %v", s.Name, line, err)
				}
			case map[string]any:
				if s.Name == "payload object" {
					record = payload
				}
			}
			for key := range strings.SplitSeq(s.Key, ",") {
				value := any(record)
				for name := range strings.SplitSeq(key, ".") {
					value = value.(map[string]any)[name]
				}
				if value == nil {
					t.Fatalf("%s: no %s in %s", s.Name, key, line)
				}
			}
		}
	}
}
