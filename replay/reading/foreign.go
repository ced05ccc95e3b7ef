package reading

import (
	"bytes"
	"errors"
	"fmt"
)

// foreignFormats are formats that are no text of records, by their first bytes, with what to do about them.
var foreignFormats = []struct{ magic, name, help string }{
	{"\xff\xfe\x00\x00", "UTF-32", "convert it to UTF-8: iconv -f UTF-32 -t UTF-8 FILE | velo-plan replay -"},
	{"\x00\x00\xfe\xff", "UTF-32", "convert it to UTF-8: iconv -f UTF-32 -t UTF-8 FILE | velo-plan replay -"},
	{"\xff\xfe", "UTF-16", utf16Help},
	{"\xfe\xff", "UTF-16", utf16Help},
	{"\xfd7zXZ\x00", "xz", "decompress it: xz -dc FILE | velo-plan replay -"},
	{"BZh", "bzip2", "decompress it: bzip2 -dc FILE | velo-plan replay -"},
	{"\x04\x22\x4d\x18", "LZ4", "decompress it: lz4 -dc FILE | velo-plan replay -"},
	{"\xff\x06\x00\x00sNaPpY", "Snappy", "decompress it: snzip -dc FILE | velo-plan replay -"},
	{"PK\x03\x04", "a ZIP archive", "take the file out of it: unzip -p FILE | velo-plan replay -"},
	{"ORC", "ORC", "convert it to one JSON object a line"},
	{"SQLite format 3\x00", "an SQLite database", "export its records as one JSON object a line"},
}

const utf16Help = "convert it to UTF-8: iconv -f UTF-16 -t UTF-8 FILE | velo-plan replay -"

// foreignBytes is how many bytes of an input are needed to recognize every foreign format.
const foreignBytes = 16

// mayBeForeign reports whether more of an input has to be seen to tell whether it is foreign.
func mayBeForeign(begin []byte) bool {
	for _, usual := range []string{"{\x00{\x00", "\x00{\x00{"} {
		if len(begin) < len(usual) && isUTF16(append(bytes.Clone(begin), usual[len(begin):]...)) {
			return true
		}
	}
	for _, f := range foreignFormats {
		if len(begin) < len(f.magic) && f.magic[:len(begin)] == string(begin) {
			return true
		}
	}
	return false
}

// foreign returns an error for an input that begins as something that cannot be read; inflated is true if it
// was taken out of something compressed.
func foreign(begin []byte, inflated bool) error {
	for _, f := range foreignFormats {
		if bytes.HasPrefix(begin, []byte(f.magic)) {
			return fmt.Errorf("this is %s: %s", f.name, f.help)
		}
	}
	if isUTF16(begin) {
		return fmt.Errorf("this is UTF-16: %s", utf16Help)
	}
	if magic, _ := compression(begin); inflated && magic != "" {
		return errors.New("it is compressed twice: decompress it once before")
	}
	return nil
}

// isUTF16 reports whether a text without a byte order mark begins as JSON does in UTF-16: with a bracket and another
// character, each of which has one byte that is zero.
func isUTF16(begin []byte) bool {
	if len(begin) < 4 {
		return false
	}
	first, high, second, high2 := begin[0], begin[1], begin[2], begin[3]
	if first == 0 { // the high byte comes first
		first, high, second, high2 = high, first, high2, second
	}
	return (first == '{' || first == '[') && high == 0 && second != 0 && high2 == 0
}
