package topics

import "testing"

func TestMissingInWords(t *testing.T) {
	read := func(p int32, end int64, read ...OffsetRange) PartitionAccount {
		return PartitionAccount{Bounds: Bounds{p, 0, end}, Read: read}
	}
	for _, c := range []struct {
		partitions []PartitionAccount
		want       string
	}{
		{nil, ""},
		{[]PartitionAccount{read(0, 5, OffsetRange{0, 5}), read(1, NoEnd, OffsetRange{0, 3})}, ""},
		{[]PartitionAccount{read(0, 5, OffsetRange{0, 4})}, "offset 4 of partition 0"},
		{[]PartitionAccount{read(0, 5), read(1, 5), read(3, 5)}, "offsets 0 to 4 of partitions 0, 1 and 3"},
		{[]PartitionAccount{read(0, 9), read(1, 9), read(2, 9), read(4, 9), read(6, 9), read(7, 9)}, "offsets 0 to 8 of partitions 0 to 2, 4, 6 and 7"},
		{[]PartitionAccount{read(0, NoEnd, OffsetRange{2, 3}, OffsetRange{5, 9})}, "offsets 0 to 1 of partition 0, offsets 3 to 4 of partition 0"},
		{[]PartitionAccount{read(0, 9, OffsetRange{1, 2}, OffsetRange{3, 4})}, "offset 0 of partition 0, offset 2 of partition 0, and 1 range more"},
		{[]PartitionAccount{read(0, 9, OffsetRange{1, 2}, OffsetRange{3, 4}, OffsetRange{5, 6})}, "offset 0 of partition 0, offset 2 of partition 0, and 2 ranges more"},
	} {
		r := Account{Partitions: c.partitions}
		if got := r.Missing(2); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
