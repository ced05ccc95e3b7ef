package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/velo-plan/velo-plan/replay/shapes"
)

// shapeCases are the commands that are measured on records of one shape.
type shapeCases struct {
	shape               shapes.Shape
	bytes               int64
	replay, count, skip *benchCase
	duck                *benchCase // nil: there is no DuckDB
}

// duckRead is how DuckDB names what it reads, and what it groups by, where the key is no field or is several.
var duckRead = map[string]struct{ columns, group string }{
	"events":         {"{actor:'STRUCT(login VARCHAR)'}", "actor.login"},
	"numeric":        {"{account:'BIGINT'}", "account"},
	"payload object": {"{payload:'STRUCT(symbol VARCHAR)'}", "payload.symbol"},
	"payload string": {"{payload:'VARCHAR'}", "json_extract_string(payload,'$.symbol')"},
	"compound":       {"{symbol:'VARCHAR',trader_id:'VARCHAR',side:'VARCHAR'}", "symbol,trader_id,side"},
}

// duckProgram groups a file and prints the seconds that the query took.
const duckProgram = `import duckdb, sys, time
file, threads, columns, group = sys.argv[1:]
db = duckdb.connect()
db.execute(f"SET threads={threads}")
start = time.perf_counter()
db.execute(f"SELECT {group}, count(*) FROM read_json('{file}', format='newline_delimited', columns={columns}) GROUP BY ALL").fetchall()
print(time.perf_counter() - start)`

// prepareShapes writes a file of each shape and returns what is to be measured on it.
func (p prepared) prepareShapes(s settings) ([]*shapeCases, error) {
	duck := exec.Command("python3", "-c", "import duckdb").Run() == nil
	var all []*shapeCases
	for _, shape := range shapes.All {
		path := filepath.Join(s.dir, strings.ReplaceAll(shape.Name, " ", "-")+".ndjson")
		command := exec.Command(p.self, shapeArgument, shape.Name, path, fmt.Sprint(s.shapeMB*1e6))
		command.Stderr = os.Stderr
		if err := command.Run(); err != nil {
			return nil, fmt.Errorf("%v: %w", command.Args, err)
		}
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		c := &shapeCases{
			shape: shape, bytes: info.Size(),
			replay: &benchCase{name: "replay", args: []string{p.veloPlan, "replay", path, "--strategy", "always_hash", "--key", shape.Key, "-n", "8", "--format", "json"}},
			count:  &benchCase{name: wcCase, args: []string{"wc", "-l", path}},
			skip:   &benchCase{name: "skip", args: []string{p.self, skipArgument, path, "1"}},
		}
		if duck {
			read, ok := duckRead[shape.Name]
			if !ok {
				read.columns, read.group = "{"+shape.Key+":'VARCHAR'}", shape.Key
			}
			c.duck = &benchCase{name: "DuckDB", args: []string{"python3", "-c", duckProgram, path, strconv.Itoa(runtime.NumCPU()), read.columns, read.group}, tells: true}
		}
		all = append(all, c)
	}
	return all, nil
}

// writeShape writes a file of a shape. Its arguments are the shape, the file and its size.
func writeShape(args []string) error {
	i := slices.IndexFunc(shapes.All, func(s shapes.Shape) bool { return s.Name == args[0] })
	bytes, err := strconv.ParseInt(args[2], 10, 64)
	if err != nil {
		return err
	}
	file, err := os.Create(args[1])
	if err != nil {
		return err
	}
	err = shapes.All[i].Write(file, bytes)
	if closed := file.Close(); err == nil {
		err = closed
	}
	return err
}

// cases returns the commands.
func (c *shapeCases) cases() []*benchCase {
	return slices.DeleteFunc([]*benchCase{c.replay, c.count, c.skip, c.duck}, func(b *benchCase) bool { return b == nil })
}

// measureShapes runs the commands of each shape in turns.
func measureShapes(all []*shapeCases, rounds int) error {
	for _, c := range all {
		if err := readOnce(c.replay.args[2]); err != nil {
			return err
		}
		if err := runRounds(c.cases(), rounds); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "shape %s\n", c.shape.Name)
	}
	return nil
}

// reportShapes prints a row for each shape and returns the bars.
func reportShapes(w io.Writer, all []*shapeCases) []bar {
	fmt.Fprintln(w, "\n| shape | s | MB/s | x wc -l | scalar skip / replay | DuckDB / replay | peak MiB |\n| --- | --- | --- | --- | --- | --- | --- |")
	slowest, duck, peak := 0.0, 0.0, int64(0)
	for i, c := range all {
		times := func(other *benchCase) float64 { return other.median() / c.replay.median() }
		ratio := "-"
		if c.duck != nil {
			ratio = fmt.Sprintf("%.2f", times(c.duck))
			if i == 0 || times(c.duck) < duck {
				duck = times(c.duck)
			}
		}
		if i == 0 || times(c.skip) < slowest {
			slowest = times(c.skip)
		}
		peak = max(peak, c.replay.peak)
		fmt.Fprintf(w, "| %s | %.3f | %.0f | %.1f | %.2f | %s | %.0f |\n", c.shape.Name, c.replay.median(),
			float64(c.bytes)/c.replay.median()/1e6, 1/times(c.count), times(c.skip), ratio, float64(c.replay.peak)/(1<<20))
	}
	bars := []bar{
		{"scalar skip over replay, least of the shapes", slowest, 1.25, true, " x"},
		{"resident memory, most of the shapes", float64(peak) / (1 << 20), 64, false, " MiB"},
	}
	if duck > 0 {
		bars = append(bars, bar{"DuckDB over replay, least of the shapes", duck, 2.5, true, " x"})
	}
	return bars
}
