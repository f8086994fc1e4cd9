#include "SimdJSON.h"
