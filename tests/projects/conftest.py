from tests.schedule.conftest import fresh_cache

__all__ = ["fresh_cache"]
