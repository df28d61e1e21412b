from django.apps import AppConfig


class RiskConfig(AppConfig):
    name = "uptake.risk"
    label = "risk"

    def ready(self) -> None:
        """Make the registers known."""
        from uptake.registers.spec import declare, declare_section  # noqa: PLC0415 - needs the models
        from uptake.risk.simulating import follow  # noqa: PLC0415
        from uptake.risk.spec import REGISTERS, SECTION  # noqa: PLC0415
        from uptake.schedule.capacity.cost import on_price_change  # noqa: PLC0415
        from uptake.schedule.services import on_change  # noqa: PLC0415

        on_change(follow)
        on_price_change(follow)
        declare_section(SECTION)
        declare(*REGISTERS)
