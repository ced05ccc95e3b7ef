package strategies

import (
	"github.com/velo-plan/velo-plan/strategies/hash"
	"github.com/velo-plan/velo-plan/strategies/scalar"
)

// AppendKeyBytes appends the bytes of a key that h hashes, in h's encoding: canonical parts carry
// their frames; the engine's texts follow each other; the texts of a message key are joined by
// '|', as the engine's sink does it.
func AppendKeyBytes(dst []byte, h hash.Hash, key []scalar.Value) []byte {
	for i, v := range key {
		switch h.Encoding {
		case hash.EngineText:
			dst = scalar.AppendEngineText(dst, v)
		case hash.RawText:
			if i > 0 {
				dst = append(dst, '|')
			}
			dst = scalar.AppendRawText(dst, v)
		default:
			dst = scalar.AppendKey(dst, v)
		}
	}
	return dst
}
