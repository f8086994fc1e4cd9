#include "SimdJSON.h"

#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace {

/// Which of 64 bytes are quotes, backslashes and brackets.
struct Masks {
    uint64_t quotes;
    uint64_t backslashes;
    uint64_t brackets;
};

#if defined(__SSE2__)

inline Masks classify(const uint8_t *bytes) {
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const __m128i fold = _mm_set1_epi8(0x20);
    const __m128i open = _mm_set1_epi8('{');
    const __m128i close = _mm_set1_epi8('}');
    Masks masks{0, 0, 0};
    for (int lane = 0; lane < 4; lane++) {
        const __m128i chunk = _mm_loadu_si128(reinterpret_cast<const __m128i *>(bytes + lane * 16));
        // '[' and ']' differ from '{' and '}' in one bit alone.
        const __m128i folded = _mm_or_si128(chunk, fold);
        const __m128i bracket = _mm_or_si128(_mm_cmpeq_epi8(folded, open), _mm_cmpeq_epi8(folded, close));
        masks.quotes |= uint64_t(uint32_t(_mm_movemask_epi8(_mm_cmpeq_epi8(chunk, quote)))) << (lane * 16);
        masks.backslashes |= uint64_t(uint32_t(_mm_movemask_epi8(_mm_cmpeq_epi8(chunk, backslash)))) << (lane * 16);
        masks.brackets |= uint64_t(uint32_t(_mm_movemask_epi8(bracket))) << (lane * 16);
    }
    return masks;
}

#else

inline Masks classify(const uint8_t *bytes) {
    Masks masks{0, 0, 0};
    for (int index = 0; index < 64; index++) {
        const uint8_t byte = bytes[index];
        const uint8_t folded = byte | 0x20;
        masks.quotes |= uint64_t(byte == '"') << index;
        masks.backslashes |= uint64_t(byte == '\\') << index;
        masks.brackets |= uint64_t(folded == '{' || folded == '}') << index;
    }
    return masks;
}

#endif

/// Each bit becomes the parity of the bits up to it: between an opening quote and its closing one, all ones.
inline uint64_t parity(uint64_t bits) {
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    bits ^= bits << 32;
    return bits;
}

/// Which bytes stand behind a backslash that counts; `carry` tells whether the byte before the first was one.
inline uint64_t escaped(uint64_t backslashes, uint64_t carry) {
    uint64_t result = carry;
    uint64_t rest = backslashes & ~carry;
    while (rest != 0) {
        const int at = __builtin_ctzll(rest);
        if (at == 63) break;
        result |= uint64_t(2) << at;
        // The escaped byte escapes nothing, be it a backslash.
        rest &= ~(uint64_t(3) << at);
    }
    return result;
}

inline bool is_array(const sj_scan *scan, uint32_t level) {
    return (scan->kinds[level / 64] >> (level % 64)) & 1;
}

inline void open(sj_scan *scan, bool array) {
    if (scan->depth < SJ_SCAN_KINDS) {
        const uint64_t bit = uint64_t(1) << (scan->depth % 64);
        uint64_t &word = scan->kinds[scan->depth / 64];
        word = array ? word | bit : word & ~bit;
    }
    scan->depth++;
}

/// Closes the innermost level of that kind, and what was left open in it; false where there is none.
inline bool close(sj_scan *scan, bool array) {
    uint32_t level = scan->depth;
    if (level > SJ_SCAN_KINDS) {
        scan->depth--;
        return true;
    }
    while (level > 0) {
        level--;
        if (is_array(scan, level) == array) {
            scan->depth = level;
            return true;
        }
    }
    return false;
}

/// One block; the end's offset, or 64 where it is not in it.
inline size_t block(sj_scan *scan, const uint8_t *bytes, size_t length, sj_scan_end *end) {
    const Masks masks = classify(bytes);
    uint64_t quotes = masks.quotes;
    if ((masks.backslashes | scan->escape) != 0) {
        const uint64_t behind = escaped(masks.backslashes, scan->escape);
        quotes &= ~behind;
        const uint64_t last = uint64_t(1) << (length - 1);
        scan->escape = (masks.backslashes & ~behind & last) != 0 ? 1 : 0;
    }
    const uint64_t inside = parity(quotes) ^ scan->string;
    scan->string = uint64_t(int64_t(inside) >> 63);
    uint64_t brackets = masks.brackets & ~inside;
    while (brackets != 0) {
        const int at = __builtin_ctzll(brackets);
        brackets &= brackets - 1;
        const uint8_t byte = bytes[at];
        const bool array = (byte & 0x20) == 0;
        if ((byte & 0x04) == 0) {
            // '{' and '[' end in 011, '}' and ']' in 101.
            open(scan, array);
        } else if (!close(scan, array)) {
            *end = SJ_SCAN_UNCLOSED;
            return size_t(at);
        } else if (scan->depth == 0) {
            *end = SJ_SCAN_CLOSED;
            return size_t(at) + 1;
        }
    }
    *end = SJ_SCAN_MORE;
    return 64;
}

}  // namespace

extern "C" void sj_scan_open(sj_scan *scan, bool array) { open(scan, array); }

extern "C" size_t sj_scan_value(sj_scan *scan, const uint8_t *bytes, size_t length, sj_scan_end *end) {
    size_t offset = 0;
    while (length - offset >= 64) {
        const size_t used = block(scan, bytes + offset, 64, end);
        if (*end != SJ_SCAN_MORE) return offset + used;
        offset += 64;
    }
    *end = SJ_SCAN_MORE;
    if (offset == length) return length;
    // The rest, followed by blanks, which change nothing.
    uint8_t rest[64];
    std::memset(rest, ' ', sizeof rest);
    std::memcpy(rest, bytes + offset, length - offset);
    const size_t used = block(scan, rest, length - offset, end);
    return *end == SJ_SCAN_MORE ? length : offset + used;
}
